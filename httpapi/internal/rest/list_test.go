package rest_test

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
)

func TestList(t *testing.T) {
	for _, c := range []struct {
		list []int
		want []string
	}{
		{[]int{3, 1, 2}, []string{"3", "1", "2"}},
		{[]int{}, []string{}},
		{nil, []string{}}, // which cmp tells from nil
	} {
		if diff := cmp.Diff(c.want, rest.List(c.list, strconv.Itoa)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", c.list, diff)
		}
	}
}
