package xivowire

import (
	"cmp"
	"strconv"

	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/xivo"
)

// Line is a line.
type Line struct {
	ID             int64         `json:"id"`
	LineType       xivo.LineType `json:"lineType"`
	Context        string        `json:"context"`
	Extension      string        `json:"extension"`
	Site           string        `json:"site"`
	Name           string        `json:"name"`
	LineNum        int64         `json:"lineNum"`
	ProvisioningID int64         `json:"provisioningId"`
}

func NewLine(l xivo.Line) Line {
	return Line{l.ID, l.LineType, l.Context, l.Extension, l.Site, l.Name, l.LineNum, l.ProvisioningID}
}

func (l Line) Record() xivo.Line {
	return xivo.Line{
		ID: l.ID, LineType: l.LineType, Context: l.Context, Extension: l.Extension, Site: l.Site,
		Name: l.Name, LineNum: l.LineNum, ProvisioningID: l.ProvisioningID,
	}
}

// AppendJSON implements wire.Appender.
func (l Line) AppendJSON(b []byte) ([]byte, error) {
	b = strconv.AppendInt(append(b, `{"id":`...), l.ID, 10)
	b = wire.AppendString(append(b, `,"lineType":`...), string(l.LineType))
	b = wire.AppendString(append(b, `,"context":`...), l.Context)
	b = wire.AppendString(append(b, `,"extension":`...), l.Extension)
	b = wire.AppendString(append(b, `,"site":`...), l.Site)
	b = wire.AppendString(append(b, `,"name":`...), l.Name)
	b = strconv.AppendInt(append(b, `,"lineNum":`...), l.LineNum, 10)
	b = strconv.AppendInt(append(b, `,"provisioningId":`...), l.ProvisioningID, 10)
	return append(b, '}'), nil
}

// LineInput is the request of CreateUserLine and UpdateUserLine.
type LineInput struct {
	LineType  xivo.LineType `json:"lineType"`
	Extension string        `json:"extension"`
	Context   string        `json:"context"`
	Site      string        `json:"site"`
	Device    *string       `json:"device,omitempty"`
	LineNum   int64         `json:"lineNum"`
}

// NewLineInput says the number of the slot also where it is the default: the reference
// does not call the member optional.
func NewLineInput(in xivo.LineInput) LineInput {
	return LineInput{in.LineType, in.Extension, in.Context, in.Site, in.Device, *cmp.Or(in.LineNum, new(int64(1)))}
}
