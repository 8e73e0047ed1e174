package pbxtest

import (
	"bufio"
	"bytes"
	"iter"
	"mime"
	"net/textproto"
	"net/url"
	"strings"
)

// secretParams returns where a query or form has the values of secret parameters.
func secretParams(text []byte) iter.Seq[span] {
	return func(yield func(span) bool) {
		for at := 0; at < len(text); {
			end := at + indexOrEnd(text[at:min(len(text), at+3*maxName)], "=?&;")
			if end < len(text) && text[end] == '=' && isSecretParam(string(text[at:end])) {
				value := end + 1
				end = value + indexOrEnd(text[value:], "&")
				if !yield(span{value, end}) {
					return
				}
			}
			at = end + indexOrEnd(text[end:], "?&;") + 1
		}
	}
}

// isSecretParam is isSecret for a name that may be percent-encoded.
func isSecretParam(name string) bool {
	if decoded, err := url.QueryUnescape(name); err == nil {
		name = decoded
	}
	return isSecret(name)
}

func indexOrEnd(text []byte, any string) int {
	if i := bytes.IndexAny(text, any); i >= 0 {
		return i
	}
	return len(text)
}

// boundaryOf returns what is between the parts of a body of a content type, or "".
func boundaryOf(contentType string) string {
	mediaType, params, err := mime.ParseMediaType(contentType)
	if err != nil || !strings.HasPrefix(mediaType, "multipart/") {
		return ""
	}
	return params["boundary"]
}

// secretParts returns where a form of the other kind has the values of secret fields.
func secretParts(body []byte, boundary string) iter.Seq[span] {
	delimiter := []byte("\n--" + boundary)
	return func(yield func(span) bool) {
		end := -1 // of the part before: the line break that belongs to the delimiter
		if !bytes.HasPrefix(body, delimiter[1:]) {
			end = bytes.Index(body, delimiter)
			if end < 0 {
				return
			}
		}
		for end < len(body) {
			begin := end + len(delimiter)
			next := bytes.Index(body[begin:], delimiter)
			if next < 0 {
				next = len(body) - begin
			}
			end = begin + next
			part := bytes.TrimSuffix(body[begin:end], []byte("\r"))
			if value, ok := secretPart(part); ok && value < len(part) && !yield(span{begin + value, begin + len(part)}) {
				return
			}
		}
	}
}

// secretPart returns where the value of a part begins, and whether it is secret. One
// whose header is not understood might be.
func secretPart(part []byte) (value int, ok bool) {
	_, after, _ := bytes.Cut(part, []byte("\n")) // the rest of the delimiter's line
	for line := range bytes.Lines(after) {
		value += len(line)
		if len(bytes.TrimRight(line, "\r\n")) == 0 {
			value += len(part) - len(after)
			return value, isSecretPart(part[len(part)-len(after) : value])
		}
	}
	return 0, false // the value is not there
}

func isSecretPart(header []byte) bool {
	fields, err := textproto.NewReader(bufio.NewReader(bytes.NewReader(header))).ReadMIMEHeader()
	if err != nil {
		return true
	}
	_, params, err := mime.ParseMediaType(fields.Get("Content-Disposition"))
	return err != nil || isSecret(params["name"])
}
