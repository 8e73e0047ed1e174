package openapi

import (
	"cmp"
	"errors"
	"fmt"
	"mime"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/internal/golden"
)

// examples takes examples from golden exchanges.
type examples struct {
	ops       []rest.Operation
	exchanges []golden.Exchange
}

// addTo adds the exchanges that an operation lists to its body and responses. A
// response that refers to one of the components becomes a copy of it, as the
// examples are the operation's own.
func (x examples) addTo(op string, written, body, responses, components *object) error {
	list, _ := written.values["exchanges"].([]any)
	for _, name := range list {
		if err := x.add(op, fmt.Sprint(name), body, responses, components); err != nil {
			return fmt.Errorf("exchange %q: %w", name, err)
		}
	}
	return nil
}

func (x examples) add(op, name string, body, responses, components *object) error {
	e, err := x.find(name)
	if err != nil {
		return err
	}
	addressed, err := resttest.Addressed(x.ops, e)
	if err != nil || addressed != op {
		return errors.Join(fmt.Errorf("it is about operation %q", addressed), err)
	}
	if e.Want.Status/100 == 2 && e.Body != "" {
		if body == nil {
			return errors.New("it has a body, and the operation none")
		}
		if err := addExample(body, e.Name, requestType(e), e.Body); err != nil {
			return fmt.Errorf("request: %w", err)
		}
	}
	status := strconv.Itoa(e.Want.Status)
	response, ok := responses.values[status].(*object)
	if !ok {
		return fmt.Errorf("the operation has no response %s", status)
	}
	if ref, ok := response.values["$ref"].(string); ok {
		response = components.object(strings.TrimPrefix(ref, "#/components/responses/"))
	}
	response = response.without()
	responses.set(status, response)
	if e.Want.Body == "" {
		return nil
	}
	return addExample(response, e.Name, cmp.Or(e.Want.Header.Get("Content-Type"), "application/json"), e.Want.Body)
}

// requestType returns the media type of a request: JSON unless it says otherwise.
// One vendor's page prints it in quotes.
func requestType(e *golden.Exchange) string {
	return cmp.Or(strings.Trim(e.Header.Get("Content-Type"), `"`), "application/json")
}

// find returns an exchange by its file and name.
func (x examples) find(name string) (*golden.Exchange, error) {
	file, name, _ := strings.Cut(name, ": ")
	for i, e := range x.exchanges {
		if e.Name == name && filepath.Base(e.File) == file+".txt" {
			return &x.exchanges[i], nil
		}
	}
	return nil, errors.New("there is no such exchange")
}

// addExample adds an example to the content of a body or a response. What it
// changes it copies first, as sources are shared.
func addExample(holder *object, name, contentType, text string) error {
	mediaType, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return fmt.Errorf("content type %q: %w", contentType, err)
	}
	content := holder.object("content").without()
	media, ok := content.values[mediaType].(*object)
	if !ok {
		return fmt.Errorf("no content is %s", mediaType)
	}
	value, err := exampleValue(mediaType, text)
	if err != nil {
		return err
	}
	example := newObject()
	example.set("summary", name)
	example.set("value", value)
	all := media.object("examples").without()
	all.set(key(name), example)
	media = media.without()
	media.set("examples", all)
	content.set(mediaType, media)
	holder.set("content", content)
	return nil
}

// exampleValue returns a body as a value of the document: a form is an object of
// texts, in the order in which they were sent.
func exampleValue(mediaType, text string) (any, error) {
	switch mediaType {
	case "application/json":
		return decode([]byte(text))
	case "application/x-www-form-urlencoded":
		return decodeForm(text)
	}
	return text, nil
}

func decodeForm(text string) (*object, error) {
	o := newObject()
	for pair := range strings.SplitSeq(text, "&") {
		fields, err := url.ParseQuery(pair)
		if err != nil {
			return nil, err
		}
		for name, values := range fields { // one, or none
			if _, ok := o.values[name]; !ok { // the first one counts
				o.set(name, values[0])
			}
		}
	}
	return o, nil
}

var notWord = regexp.MustCompile(`[^a-z0-9]+`)

// key returns the name of an exchange as a key among examples.
func key(name string) string {
	return strings.Trim(notWord.ReplaceAllString(strings.ToLower(name), "-"), "-")
}
