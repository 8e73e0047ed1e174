package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

// evidence is what answers rest on, by operation and status.
type evidence map[string]map[string]string

// response is an answer in an OpenAPI document.
type response struct {
	Ref      string `json:"$ref"`
	Evidence string `json:"x-evidence"`
}

// documented reads what an OpenAPI document knows of statuses.
func documented(text []byte) (evidence, error) {
	var doc struct {
		Paths map[string]map[string]struct {
			OperationID string              `json:"operationId"`
			Responses   map[string]response `json:"responses"`
		} `json:"paths"`
		Components struct {
			Responses map[string]response `json:"responses"`
		} `json:"components"`
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		return nil, fmt.Errorf("the OpenAPI document: %w", err)
	}
	known := evidence{}
	for _, methods := range doc.Paths {
		for _, op := range methods {
			known[op.OperationID] = map[string]string{}
			for status, r := range op.Responses {
				if r.Ref != "" {
					r = doc.Components.Responses[path.Base(r.Ref)]
				}
				known[op.OperationID][status] = r.Evidence
			}
		}
	}
	return known, nil
}

// statuses returns those that an operation can answer with; in brackets those that no
// page of the vendor documents.
func (e evidence) statuses(op string) string {
	var list []string
	for _, status := range slices.Sorted(maps.Keys(e[op])) {
		if e[op][status] != "documented" {
			status = "(" + status + ")"
		}
		list = append(list, status)
	}
	return strings.Join(list, ", ")
}
