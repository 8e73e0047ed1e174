package refserver

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/pbxkit/pbxkit/pbxtest"
)

// faultBody is a pbxtest.Fault. What its members mean is said there.
type faultBody struct {
	Vendor     string            `json:"vendor,omitzero"`
	Operation  string            `json:"operation,omitzero"` // of any vendor, if only one has it
	Method     string            `json:"method,omitzero"`
	Values     map[string]string `json:"values,omitzero"`
	Credential string            `json:"credential,omitzero"`

	Skip  int `json:"skip,omitzero"`
	Every int `json:"every,omitzero"`
	Times int `json:"times,omitzero"`

	Latency duration `json:"latency,omitzero"`
	OnClock bool     `json:"onClock,omitzero"`

	Error  *errorBody             `json:"error,omitzero"`
	Status int                    `json:"status,omitzero"`
	Header map[string]headerValue `json:"header,omitzero"`
	Body   string                 `json:"body,omitzero"`

	RetryAfter duration `json:"retryAfter,omitzero"`

	Break pbxtest.Break `json:"break,omitzero"`
	Late  bool          `json:"late,omitzero"`
}

// errorBody names a documented error of a vendor.
type errorBody struct {
	Code    string `json:"code,omitzero"`
	Status  int    `json:"status,omitzero"`  // if the code has several, or there is none
	Message string `json:"message,omitzero"` // in place of the documented one
}

// headerValue is the values of a header: a list, of which one alone may stand for
// itself.
type headerValue []string

// UnmarshalJSON implements json.Unmarshaler.
func (v *headerValue) UnmarshalJSON(data []byte) error {
	var one string
	if json.Unmarshal(data, &one) == nil && string(data) != "null" {
		*v = headerValue{one}
		return nil
	}
	var list []string
	if err := json.Unmarshal(data, &list); err != nil || len(list) == 0 {
		return errors.New("expected a text or a list of texts for each header")
	}
	*v = list
	return nil
}

// fault returns what the body asks for, or why there is no such thing.
func (b *faultBody) fault() (pbxtest.Fault, error) {
	f := pbxtest.Fault{
		Vendor: b.Vendor, Method: b.Method, Values: b.Values, Credential: b.Credential,
		Skip: b.Skip, Every: b.Every, Times: b.Times,
		Latency: time.Duration(b.Latency), OnClock: b.OnClock,
		Status: b.Status, Body: b.Body, Header: headerOf(b.Header), RetryAfter: time.Duration(b.RetryAfter), Break: b.Break, Late: b.Late,
	}
	if f.Latency >= writeTimeout && !f.OnClock {
		return f, fmt.Errorf("latency: a request has to be answered within %v", writeTimeout)
	}
	v, err := findVendor(b.Vendor)
	if err != nil {
		return f, err
	}
	if b.Operation != "" {
		if f.Operation, err = onlyOperation(v, b.Operation); err != nil {
			return f, err
		}
		v, _ = findVendor(f.Operation.Vendor())
	}
	if b.Error == nil {
		return f, nil
	}
	if v == nil {
		return f, errors.New("error: the vendor is missing whose error it is")
	}
	if f.Err, err = v.refusal(b.Error); err != nil {
		return f, fmt.Errorf("error: %w", err)
	}
	return f, nil
}

// onlyOperation returns the operation with a name, of a vendor or, for nil, of the
// only one that has it.
func onlyOperation(v *vendor, name string) (pbxtest.Operation, error) {
	found, err := findOperations(v, name)
	if err != nil {
		return nil, err
	}
	if len(found) > 1 {
		return nil, fmt.Errorf("vendor: missing, as %s and %s have an operation %s", found[0].Vendor(), found[1].Vendor(), name)
	}
	return found[0], nil
}

// findOperations returns the operations with a name, of a vendor or, for nil, of all.
// There is one at least if there is no error.
func findOperations(v *vendor, name string) ([]pbxtest.Operation, error) {
	among := vendors
	if v != nil {
		among = []vendor{*v}
	}
	var found []pbxtest.Operation
	for _, v := range among {
		if op, ok := v.operation(name); ok {
			found = append(found, op)
		}
	}
	if found == nil {
		return nil, fmt.Errorf("operation: none is called %q with %s", name, namesOf(among))
	}
	return found, nil
}

// findVendor returns the vendor with a name, and nil for "".
func findVendor(name string) (*vendor, error) {
	i := slices.IndexFunc(vendors, func(v vendor) bool { return v.name == name })
	switch {
	case name == "":
		return nil, nil
	case i < 0:
		return nil, fmt.Errorf("vendor: none is called %q: there are %s", name, namesOf(vendors))
	}
	return &vendors[i], nil
}

func namesOf(list []vendor) string {
	names := make([]string, len(list))
	for i, v := range list {
		names[i] = v.name
	}
	return strings.Join(names, ", ")
}

// choose returns the kind of error that has a code, and the status if one is asked
// for. The error lists the codes that there are.
func choose[E any](e *errorBody, kinds []E, of func(kind E) (code string, status int)) (none E, err error) {
	var codes []string
	for _, kind := range kinds {
		code, status := of(kind)
		if code == "" {
			continue
		}
		if code == e.Code && (e.Status == 0 || e.Status == status) {
			return kind, nil
		}
		if name := fmt.Sprintf("%s (%d)", code, status); !slices.Contains(codes, name) {
			codes = append(codes, name)
		}
	}
	return none, fmt.Errorf("expected one of these codes: %s", strings.Join(codes, ", "))
}

// headerOf returns a header, in whatever letters its names are written.
func headerOf(values map[string]headerValue) http.Header {
	if len(values) == 0 {
		return nil
	}
	h := http.Header{}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		for _, value := range values[name] {
			h.Add(name, value)
		}
	}
	return h
}
