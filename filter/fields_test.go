package filter_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pbxkit/pbxkit/filter"
)

func TestInfoDescribesTheFieldsInOrder(t *testing.T) {
	want := []filter.FieldInfo{
		{Name: "text", Kind: filter.Text},
		{Name: "num", Kind: filter.Integer},
		{Name: "flag", Kind: filter.Boolean},
		{Name: "day", Kind: filter.Day},
		{Name: "id", Kind: filter.ID},
		{Name: "tags", Kind: filter.Set},
		{Name: "nText", Kind: filter.Text, Nullable: true},
		{Name: "nNum", Kind: filter.Integer, Nullable: true},
		{Name: "nFlag", Kind: filter.Boolean, Nullable: true},
		{Name: "nDay", Kind: filter.Day, Nullable: true},
		{Name: "nID", Kind: filter.ID, Nullable: true},
		{Name: "nTags", Kind: filter.Set, Nullable: true},
	}
	if diff := cmp.Diff(want, fields.Info()); diff != "" {
		t.Errorf("Info (-want +got):\n%s", diff)
	}
	fields.Info()[0].Name = "changed" // a copy
	if diff := cmp.Diff(want, fields.Info()); diff != "" {
		t.Errorf("Info, after it was changed (-want +got):\n%s", diff)
	}
}

func TestValueReadsEveryKind(t *testing.T) {
	for kind, want := range map[filter.Kind]any{
		filter.Text: "é", filter.Integer: int64(42), filter.Boolean: true,
		filter.Day: date(2018, 7, 5), filter.ID: uuid1, filter.Set: []string{"a", "b"},
	} {
		r := with(want)
		for _, field := range []string{fieldOf[kind].column, fieldOf[kind].nullable} {
			got, ok := fields.Value(&r, field)
			if diff := cmp.Diff(want, got); diff != "" || !ok {
				t.Errorf("Value of %s, %v (-want +got):\n%s", field, ok, diff)
			}
		}
		if got, ok := fields.Value(&record{}, fieldOf[kind].nullable); got != nil || ok {
			t.Errorf("Value of a missing %s = %v, %v, want none", fieldOf[kind].nullable, got, ok)
		}
	}
}

func TestValueOfASetIsInCheckedForm(t *testing.T) {
	for _, c := range []struct{ in, want []string }{
		{[]string{"b", "a", "b"}, []string{"a", "b"}},
		{[]string{}, []string{}},
		{nil, []string{}}, // never a nil slice, which a database driver can take for NULL
	} {
		r := record{tags: c.in}
		got, ok := fields.Value(&r, "tags")
		if diff := cmp.Diff(any(c.want), got); diff != "" || !ok {
			t.Errorf("Value of %v, %v (-want +got):\n%s", c.in, ok, diff)
		}
	}
	r := record{tags: []string{"b", "a"}}
	fields.Value(&r, "tags")
	if diff := cmp.Diff([]string{"b", "a"}, r.tags); diff != "" {
		t.Errorf("the record's set (-want +got):\n%s", diff)
	}
}

func TestDeclarationMistakesPanic(t *testing.T) {
	get := func(r *record) int64 { return r.num }
	for name, declare := range map[string]func(){
		"a name twice":             func() { filter.NewFields(filter.Column("a", get), filter.Column("a", get)) },
		"no name":                  func() { filter.NewFields(filter.Column("", get)) },
		"Value of no field at all": func() { fields.Value(&record{}, "age") },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			declare()
		})
	}
}
