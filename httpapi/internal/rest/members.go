package rest

import (
	"encoding/json"
	"iter"
)

// members are the members of an object in the order in which they were sent, repeated
// ones among them.
type members []member

type member struct {
	name string
	raw  json.RawMessage
}

// get returns the value of a member; of a repeated one the last. What asks for members
// knows their names, so that there are few to ask for, however many were sent.
func (m members) get(name string) (json.RawMessage, bool) {
	for i := len(m) - 1; i >= 0; i-- {
		if m[i].name == name {
			return m[i].raw, true
		}
	}
	return nil, false
}

// names returns the name of each member, as often as it was sent.
func (m members) names() iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range m {
			if !yield(m[i].name) {
				return
			}
		}
	}
}

// split returns the members of an object, of which it has been checked that it is
// JSON. What it returns is part of the text.
func split(object []byte) members {
	m := make(members, 0, 8)
	for i := space(object, 1); object[i] != '}'; i = next(object, i) {
		end := skip(object, i)
		name, _ := Text(object[i:end])
		i = space(object, space(object, end)+1) // after the colon
		end = skip(object, i)
		m = append(m, member{name, object[i:end:end]})
		i = end
	}
	return m
}

// elements is split for an array.
func elements(array []byte) []json.RawMessage {
	list := []json.RawMessage{}
	for i := space(array, 1); array[i] != ']'; i = next(array, i) {
		end := skip(array, i)
		list = append(list, array[i:end:end])
		i = end
	}
	return list
}

// space returns where the white space that may be at i ends.
func space(text []byte, i int) int {
	for text[i] == ' ' || text[i] == '\t' || text[i] == '\n' || text[i] == '\r' {
		i++
	}
	return i
}

// next returns where the next element begins after one that ends at i; or where the
// bracket is that closes them all.
func next(text []byte, i int) int {
	if i = space(text, i); text[i] == ',' {
		i = space(text, i+1)
	}
	return i
}

// skip returns where the value ends that begins at i.
func skip(text []byte, i int) int {
	switch text[i] {
	case '"':
		return skipString(text, i)
	case '{', '[':
		return skipNested(text, i)
	}
	for ; i < len(text); i++ {
		switch text[i] {
		case ',', ']', '}', ' ', '\t', '\n', '\r':
			return i
		}
	}
	return i
}

func skipString(text []byte, i int) int {
	for i++; text[i] != '"'; i++ {
		if text[i] == '\\' {
			i++
		}
	}
	return i + 1
}

func skipNested(text []byte, i int) int {
	for depth := 0; ; i++ {
		switch text[i] {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		case '"':
			i = skipString(text, i) - 1
		}
	}
}
