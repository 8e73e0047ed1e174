package pbxtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Member expects a member of the request's body, by its path such as name,
// recording.quality or filters[0].field, to have a value, which is compared as JSON.
// A value of nil stands for null.
func Member(path string, value any) Matcher {
	return member("member", path, value, (*record).body)
}

// AnswerMember expects a member of the answer's body, as Member does.
func AnswerMember(path string, value any) Matcher {
	return member("answer member", path, value, (*record).answer)
}

// Body expects a body that is, as JSON, the same as a text.
func Body(text string) Matcher {
	want, err := parse([]byte(text))
	if err != nil {
		shown := clip(string(redactBody([]byte(text), "")))
		return Matcher{what: "body " + shown, wrong: fmt.Sprintf("%s is no JSON: %v", shown, err)}
	}
	return Matcher{
		what: "body " + jsonText(want),
		differs: func(_ *Journal, r *record) string {
			got, wrong := r.body()
			if wrong != "" {
				return wrong
			}
			return unlike("the body", "", got, want)
		},
	}
}

// member expects a member of a body to have a value.
func member(what, path string, value any, body func(*record) (any, string)) Matcher {
	want, err := normalize(value)
	if err != nil {
		return Matcher{what: what + " " + path, wrong: fmt.Sprintf("the value for %s is no JSON: %v", path, err)}
	}
	steps, ok := splitMember(path)
	if !ok {
		return Matcher{what: what + " " + path, wrong: fmt.Sprintf("%q is no path of a member, such as name, recording.quality or filters[0].field", path)}
	}
	return Matcher{
		what: what + " " + path + " " + shownMember(path, want),
		differs: func(_ *Journal, r *record) string {
			got, wrong := body(r)
			if wrong != "" {
				return wrong
			}
			got, ok := lookUp(got, steps)
			if !ok {
				return fmt.Sprintf("the %s %s is missing, want %s", what, path, shownMember(path, want))
			}
			return unlike("the "+what, path, got, want)
		},
	}
}

// body returns the body of the request as JSON, or says why it is none.
func (r *record) body() (any, string) {
	return parseKept("the body", r.entry.Body, r.entry.Size)
}

// answer returns the body of the answer as JSON, or says why it is none.
func (r *record) answer() (any, string) {
	return parseKept("the answer's body", r.entry.Answer, int64(r.entry.AnswerSize))
}

func parseKept(what string, kept []byte, size int64) (any, string) {
	if size == 0 {
		return nil, what + " is empty"
	}
	if int64(len(kept)) < size {
		return nil, notKept(what, int64(len(kept)), size)
	}
	v, err := parse(kept)
	if err != nil {
		return nil, what + " is no JSON"
	}
	return v, ""
}

// parse returns what a JSON text says. Numbers stay as they are written.
func parse(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the value")
	}
	return v, nil
}

// normalize returns a value as it would be read from JSON.
func normalize(value any) (any, error) {
	data, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	return parse(data)
}

// unlike says how a value differs from the one that is wanted, at the first place
// where it does; "" if it does not.
func unlike(what, path string, got, want any) string {
	switch want := want.(type) {
	case map[string]any:
		if got, ok := got.(map[string]any); ok {
			return unlikeObject(what, path, got, want)
		}
	case []any:
		if got, ok := got.([]any); ok && len(got) == len(want) {
			return unlikeList(what, path, got, want)
		}
	case json.Number:
		if got, ok := got.(json.Number); ok && sameNumber(got, want) {
			return ""
		}
	default:
		if got == want {
			return ""
		}
	}
	what = strings.TrimSuffix(what+" "+path, " ")
	if isSecretMember(path) {
		return what + " is another one"
	}
	return fmt.Sprintf("%s is %s, want %s", what, jsonText(got), jsonText(want))
}

func unlikeObject(what, path string, got, want map[string]any) string {
	for _, name := range slices.Sorted(maps.Keys(want)) {
		inner := strings.TrimPrefix(path+"."+name, ".")
		value, ok := got[name]
		if !ok {
			return fmt.Sprintf("%s %s is missing, want %s", what, inner, shownMember(inner, want[name]))
		}
		if difference := unlike(what, inner, value, want[name]); difference != "" {
			return difference
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[name]; !ok {
			inner := strings.TrimPrefix(path+"."+name, ".")
			return fmt.Sprintf("%s %s is %s, want none", what, inner, shownMember(inner, got[name]))
		}
	}
	return ""
}

func unlikeList(what, path string, got, want []any) string {
	for i := range want {
		if difference := unlike(what, fmt.Sprintf("%s[%d]", path, i), got[i], want[i]); difference != "" {
			return difference
		}
	}
	return ""
}

// sameNumber compares whole numbers as such, of which a float64 has not all.
func sameNumber(a, b json.Number) bool {
	i, errA := a.Int64()
	j, errB := b.Int64()
	if errA == nil && errB == nil {
		return i == j
	}
	x, errA := a.Float64()
	y, errB := b.Float64()
	return errA == nil && errB == nil && x == y || a == b
}

// shownMember returns the value of a member as it fits into a message.
func shownMember(path string, v any) string {
	if isSecretMember(path) {
		return redacted
	}
	return jsonText(v)
}

// isSecretMember reports whether a path leads into something that is secret.
func isSecretMember(path string) bool {
	steps, _ := splitMember(path)
	return slices.ContainsFunc(steps, func(step any) bool {
		name, ok := step.(string)
		return ok && isSecret(name)
	})
}

// jsonText returns a value as it fits into a message, without credentials.
func jsonText(v any) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.Encode(v) // which was read from JSON
	return clip(string(redactText(b.Bytes())))
}

// splitMember returns the steps of a path such as a.b[2].c: names, and numbers of
// elements. That of "" is the value itself.
func splitMember(path string) (steps []any, ok bool) {
	for rest := path; rest != ""; {
		if rest[0] == '[' {
			digits, after, closed := strings.Cut(rest[1:], "]")
			index, err := strconv.Atoi(digits)
			if !closed || err != nil || index < 0 {
				return nil, false
			}
			steps, rest = append(steps, index), after
			continue
		}
		if len(steps) > 0 {
			if rest[0] != '.' {
				return nil, false
			}
			rest = rest[1:]
		}
		end := strings.IndexAny(rest, ".[")
		if end < 0 {
			end = len(rest)
		}
		if end == 0 {
			return nil, false
		}
		steps, rest = append(steps, rest[:end]), rest[end:]
	}
	return steps, true
}

// lookUp returns the value that steps lead to.
func lookUp(v any, steps []any) (any, bool) {
	for _, step := range steps {
		ok := false
		switch step := step.(type) {
		case string:
			var object map[string]any
			object, _ = v.(map[string]any)
			v, ok = object[step]
		case int:
			if list, isList := v.([]any); isList && step < len(list) {
				v, ok = list[step], true
			}
		}
		if !ok {
			return nil, false
		}
	}
	return v, true
}
