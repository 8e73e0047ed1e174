package browser

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
)

var update = flag.Bool("update", false, "take the screenshot in docs anew")

const screenshot = "../../docs/swagger-ui.png"

// documents are those that the page lists, with their operations.
var documents = []struct {
	name       string
	operations func() []xivohttp.Operation
}{
	{"XiVO", xivohttp.Operations},
	{"VoipNow", voipnowhttp.Operations},
	{"TelecomX", telecomxhttp.Operations},
	{"BroadWorks", broadworkshttp.Operations},
}

func TestThePageListsTheOperationsOfEachVendor(t *testing.T) {
	p := openPage(t)
	names := eval[[]string](p, `Array.from(document.querySelectorAll("#select option"), o => o.textContent)`)
	var want []string
	for _, d := range documents {
		want = append(want, d.name)
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Fatalf("documents (-want +got):\n%s", diff)
	}
	for _, d := range documents {
		p.choose(d.name)
		want = nil
		for _, op := range d.operations() {
			want = append(want, op.Method+" "+op.Name)
		}
		slices.Sort(want)
		if diff := cmp.Diff(want, p.operations()); diff != "" {
			t.Errorf("operations of %s (-want +got):\n%s", d.name, diff)
		}
	}
}

func TestOperationsCanBeTriedOut(t *testing.T) {
	p := openPage(t)
	if status, _ := p.try("operations-Meeting_rooms-GetMeetingRoom"); status != 401 {
		t.Errorf("without the token the answer is %d, want 401", status)
	}
	p.authorize(".dialog-ux input", token)
	status, body := p.try("operations-Meeting_rooms-GetMeetingRoom")
	wantJSON(t, status, body, `{"id": 1, "name": "myConfRoom1", "displayName": "My Conf Room 1", "number": 1050, "userPin": 1234}`)
	if *update {
		p.screenshot("operations-Meeting_rooms-GetMeetingRoom")
	}
	p.open() // which must not forget the token
	updated := `{
		"dndEnabled": true, "busy": {"enabled": false, "destination": "1002"},
		"noanswer": {"enabled": false, "destination": "123"}, "unconditional": {"enabled": false, "destination": "1001"}
	}`
	status, body = p.try("operations-User_services-UpdateUserServices")
	wantJSON(t, status, body, updated)
	status, body = p.fetch("/configmgt/api/2.0/users/1/services")
	wantJSON(t, status, body, updated)
}

func TestTelecomXOperationsCanBeTriedOut(t *testing.T) {
	p := openPage(t)
	p.choose("TelecomX")
	if status, _ := p.try("operations-Music_on_hold-GetMusicOnHold"); status != 401 {
		t.Errorf("without a token the answer is %d, want 401", status)
	}
	p.authorize("#auth-bearer-value", "token-owner")
	status, body := p.try("operations-Music_on_hold-UpdateMusicOnHold")
	updated := `{
		"_id": "1234567890ABCDEF12345678", "customer": "1234567890ABCDEF12345678", "name": "Soft (license free)", "random": false,
		"audio": [
			{"id": "123456789012345678900001", "name": "Smooth sailing", "length": 362},
			{"id": "123456789012345678900002", "name": "By the riverside", "length": 362}
		]
	}`
	wantJSON(t, status, body, updated)
	status, body = p.try("operations-Music_on_hold-GetMusicOnHold")
	wantJSON(t, status, body, updated)
}

// wantJSON wants an answer 200 with a body.
func wantJSON(t *testing.T, status int, body, want string) {
	t.Helper()
	var g, w any
	if err := json.Unmarshal([]byte(want), &w); err != nil {
		t.Fatal(err)
	}
	err := json.Unmarshal([]byte(body), &g)
	if diff := cmp.Diff(w, g); status != 200 || diff != "" {
		t.Errorf("status %d, error %v, body (-want +got):\n%s", status, err, diff)
	}
}

// page is the page in a tab of a browser.
type page struct {
	t   *testing.T
	ctx context.Context
	url string // of the server
}

// patience is how long the browser may take for all of a test.
const patience = 2 * time.Minute

// openPage opens the page and waits for its operations. When the test ends, nothing
// may have gone wrong in the page, nor may it have asked another server.
func openPage(t *testing.T) *page {
	t.Helper()
	p := &page{t: t, ctx: startBrowser(t), url: startServer(t)}
	p.watch()
	var cancel context.CancelFunc
	p.ctx, cancel = context.WithTimeout(p.ctx, patience)
	t.Cleanup(cancel)
	p.open()
	return p
}

// open loads the page.
func (p *page) open() {
	p.t.Helper()
	p.do(chromedp.Navigate(p.url+xivohttp.Prefix), chromedp.WaitVisible(".opblock"))
}

// watch collects what goes wrong.
func (p *page) watch() {
	var mu sync.Mutex
	var wrong []string
	note := func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		wrong = append(wrong, fmt.Sprintf(format, args...))
	}
	err := chromedp.Listen(p.ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			note("exception: %v", e.ExceptionDetails.Text)
		case *network.EventRequestWillBeSent:
			if u := e.Request.URL; !strings.HasPrefix(u, p.url+"/") && !strings.HasPrefix(u, "data:") {
				note("request to another server: %s", u)
			}
		}
	})
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() {
		mu.Lock()
		defer mu.Unlock()
		for _, w := range wrong {
			p.t.Error(w)
		}
	})
}

func (p *page) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// eval returns the value of a script.
func eval[T any](p *page, script string) T {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](script))
	if err != nil {
		p.t.Fatalf("%s: %v", script, err)
	}
	return v
}

// choose chooses a document and waits until it is shown.
func (p *page) choose(document string) {
	p.t.Helper()
	url := eval[string](p, fmt.Sprintf(`(() => {
		const select = document.querySelector("#select");
		const option = Array.from(select.options).find(o => o.textContent === %q);
		if (!option.selected) {
			select.value = option.value;
			select.dispatchEvent(new Event("change", {bubbles: true}));
		}
		return option.value;
	})()`, document))
	shown := fmt.Sprintf(`document.querySelector(".info .url")?.textContent.trim() === %q && document.querySelector(".opblock") !== null`, url)
	if _, err := chromedp.Run(p.ctx, chromedp.Poll[bool](shown)); err != nil {
		p.t.Fatalf("%s is not shown: %v", document, err)
	}
}

// operations returns the methods and names of those that are shown, sorted.
func (p *page) operations() []string {
	p.t.Helper()
	list := eval[[]string](p, `Array.from(document.querySelectorAll(".opblock"), b =>
		b.querySelector(".opblock-summary-method").textContent + " " + b.querySelector(".opblock-summary-operation-id").textContent)`)
	slices.Sort(list)
	return list
}

// authorize gives the page a secret, in the input of a dialog's first way.
func (p *page) authorize(input, secret string) {
	p.t.Helper()
	p.do(
		chromedp.Click(".auth-wrapper .authorize"),
		chromedp.WaitVisible(input),
		chromedp.SendKeys(input, secret),
		chromedp.Click(".dialog-ux button.authorize"),
		chromedp.WaitVisible(".dialog-ux .auth-btn-wrapper button.btn-done"),
		chromedp.Click(".dialog-ux .auth-btn-wrapper button.btn-done"),
		chromedp.WaitNotPresent(".dialog-ux"),
	)
}

// try executes the operation with an ID in the page, with what the page suggests,
// and returns the answer that it shows.
func (p *page) try(id string) (status int, body string) {
	p.t.Helper()
	block := "#" + id
	answer := block + " .live-responses-table"
	if eval[bool](p, fmt.Sprintf(`document.querySelector(%q) !== null`, block+" .execute")) {
		p.do(chromedp.Click(block+" .btn-clear"), chromedp.WaitNotPresent(answer))
	} else {
		p.do(
			chromedp.Click(block+" .opblock-summary-control"),
			chromedp.WaitVisible(block+" .try-out__btn"),
			chromedp.Click(block+" .try-out__btn"),
			chromedp.WaitVisible(block+" .execute"),
		)
	}
	p.do(chromedp.Click(block+" .execute"), chromedp.WaitVisible(answer+" .response-col_status"))
	row := answer + " tbody tr.response "
	status = eval[int](p, fmt.Sprintf(`parseInt(document.querySelector(%q).textContent)`, row+".response-col_status"))
	body = eval[string](p, fmt.Sprintf(`document.querySelector(%q)?.textContent ?? ""`, row+".highlight-code code"))
	return status, body
}

// fetch sends a GET with the token, without the browser.
func (p *page) fetch(path string) (status int, body string) {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, p.url+path, nil)
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("X-Auth-Token", token)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

// screenshot writes a picture of the page with an operation at its top.
func (p *page) screenshot(id string) {
	p.t.Helper()
	eval[any](p, fmt.Sprintf(`document.getElementById(%q).closest(".opblock-tag-section").scrollIntoView()`, id))
	picture, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(screenshot, picture, 0o644); err != nil {
		p.t.Fatal(err)
	}
}
