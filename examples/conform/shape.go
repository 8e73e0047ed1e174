package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// shapes are the shapes of answers, by operation and status.
type shapes map[string]map[int]*shape

// shape is what answers of one operation and status have in common: no values.
type shape struct {
	ContentType []string           `json:"contentType"`       // "" for none
	Members     map[string]*member `json:"members,omitempty"` // by path, such as list[].fullName; "" is the body
}

// member is what one member is like.
type member struct {
	Types   []string `json:"types"`             // array boolean integer null number object string, or not JSON
	Missing bool     `json:"missing,omitempty"` // whether there was an answer without it
	seen    int      // how often it was there
	objects int      // how often it was an object
}

// learn adds an answer.
func (s shapes) learn(op string, status int, contentType string, body []byte) {
	if s[op] == nil {
		s[op] = map[int]*shape{}
	}
	sh := s[op][status]
	if sh == nil {
		sh = &shape{Members: map[string]*member{}}
		s[op][status] = sh
	}
	sh.ContentType = with(sh.ContentType, contentType)
	if len(body) == 0 {
		sh.add("", "nothing")
		return
	}
	dec := json.NewDecoder(strings.NewReader(string(body)))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil || dec.More() {
		sh.add("", "not JSON")
		return
	}
	sh.walk("", v)
	for path, m := range sh.Members {
		if parent, ok := sh.Members[parentOf(path)]; ok && path != "" && !strings.HasSuffix(path, "[]") {
			m.Missing = m.seen < parent.objects
		}
	}
}

// with returns a sorted list with a value, once.
func with(list []string, v string) []string {
	if !slices.Contains(list, v) {
		list = append(list, v)
		slices.Sort(list)
	}
	return list
}

func (sh *shape) add(path, kind string) *member {
	m := sh.Members[path]
	if m == nil {
		m = &member{}
		sh.Members[path] = m
	}
	m.Types = with(m.Types, kind)
	m.seen++
	return m
}

func (sh *shape) walk(path string, v any) {
	m := sh.add(path, typeOf(v))
	switch v := v.(type) {
	case map[string]any:
		m.objects++
		for name, inner := range v {
			sh.walk(strings.TrimPrefix(path+"."+name, "."), inner)
		}
	case []any:
		for _, inner := range v {
			sh.walk(path+"[]", inner)
		}
	}
}

func typeOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case json.Number:
		if _, err := v.Int64(); err == nil {
			return "integer"
		}
		return "number"
	case []any:
		return "array"
	}
	return "object"
}

// parentOf returns the path of the object or array that a member is in.
func parentOf(path string) string {
	if array, ok := strings.CutSuffix(path, "[]"); ok {
		return array
	}
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		return path[:i]
	}
	return ""
}

// differences returns, in sentences, how the answers of an operation differ from what
// is expected of it.
func differences(want, got map[int]*shape) []string {
	var all []string
	for _, status := range slices.Sorted(maps.Keys(got)) {
		expected, ok := want[status]
		if !ok {
			all = append(all, fmt.Sprintf("it answers with status %d, and not with %s", status, statuses(want)))
			continue
		}
		all = append(all, got[status].differences(status, expected)...)
	}
	return all
}

func (sh *shape) differences(status int, want *shape) []string {
	var all []string
	say := func(format string, args ...any) {
		all = append(all, fmt.Sprintf("status %d: ", status)+fmt.Sprintf(format, args...))
	}
	for _, t := range sh.ContentType {
		if !slices.Contains(want.ContentType, t) {
			say("the content type is %q, and not %s", t, quoted(want.ContentType))
		}
	}
	for _, path := range slices.Sorted(maps.Keys(sh.Members)) {
		m, w := sh.Members[path], want.Members[path]
		if w == nil {
			if _, known := want.Members[parentOf(path)]; known {
				say("member %s is an additional one: %s", path, strings.Join(m.Types, " or "))
			}
			continue
		}
		for _, t := range m.Types {
			if !slices.Contains(w.Types, t) && !(t == "integer" && slices.Contains(w.Types, "number")) {
				say("%s is %s, and not %s", named(path), t, strings.Join(w.Types, " or "))
			}
		}
	}
	for _, path := range slices.Sorted(maps.Keys(want.Members)) {
		w := want.Members[path]
		if w.Missing || path == "" || strings.HasSuffix(path, "[]") {
			continue
		}
		parent, ok := sh.Members[parentOf(path)]
		if !ok || !slices.Contains(parent.Types, "object") {
			continue
		}
		if m := sh.Members[path]; m == nil {
			say("member %s is missing", path)
		} else if m.Missing {
			say("member %s is missing in some answers", path)
		}
	}
	return all
}

func named(path string) string {
	if path == "" {
		return "the body"
	}
	return "member " + path
}

func quoted(list []string) string {
	texts := make([]string, len(list))
	for i, s := range list {
		texts[i] = fmt.Sprintf("%q", s)
	}
	return strings.Join(texts, " or ")
}

// statuses returns the statuses of an operation as a text.
func statuses(of map[int]*shape) string {
	if len(of) == 0 {
		return "any"
	}
	var texts []string
	for _, status := range slices.Sorted(maps.Keys(of)) {
		texts = append(texts, fmt.Sprint(status))
	}
	return strings.Join(texts, ", ")
}

// save stores the shapes, a file for each operation.
func (s *seen) save(dir, vendor string) error {
	dir = filepath.Join(dir, vendor)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	for op, sh := range s.shapes {
		text, err := json.MarshalIndent(sh, "", "\t")
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, op+".json"), append(text, '\n'), 0o666); err != nil {
			return err
		}
	}
	return nil
}

// load returns the shapes that save has stored.
func load(dir, vendor string) (shapes, error) {
	files, err := fs.Glob(os.DirFS(filepath.Join(dir, vendor)), "*.json")
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, errors.New("no shapes are stored in " + filepath.Join(dir, vendor))
	}
	all := shapes{}
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(dir, vendor, file))
		if err != nil {
			return nil, err
		}
		var of map[int]*shape
		if err := json.Unmarshal(text, &of); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all[strings.TrimSuffix(file, ".json")] = of
	}
	return all, nil
}
