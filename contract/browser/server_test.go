package browser

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/pbxkit/pbxkit/httpapi/refserver"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
)

// token is that of the server's XiVO.
const token = "swordfish"

// startServer starts the reference server on this machine and returns its URL.
func startServer(t *testing.T) string {
	t.Helper()
	getenv := func(name string) string { return map[string]string{"PLAY_AUTH_TOKEN": token}[name] }
	open := func(_ context.Context, tables ...*store.Schema) (store.DB, error) {
		return memstore.New(tables...), nil
	}
	ctx, stop := context.WithCancel(context.Background())
	reader, stdout := io.Pipe()
	ended := make(chan int)
	go func() {
		code := refserver.Main(ctx, []string{"-addr", "127.0.0.1:0"}, getenv, stdout, io.Discard, open)
		stdout.Close()
		ended <- code
	}()
	t.Cleanup(func() {
		stop()
		if code := <-ended; code != 0 {
			t.Errorf("the reference server ended with exit code %d", code)
		}
	})
	banner := bufio.NewReader(reader)
	line, err := banner.ReadString('\n')
	go io.Copy(io.Discard, banner)
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if !ok {
		t.Fatalf("the reference server printed %q first, want its address: %v", line, err)
	}
	return url
}

// startBrowser starts a browser and returns the context of a tab. The test is
// skipped if there is no browser.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	path := chromium()
	if path == "" {
		t.Skip("no Chromium: CHROMIUM names none, and none is in PATH")
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(path), chromedp.WindowSize(1280, 1000))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // which root cannot have
	}
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	return ctx
}

func chromium() string {
	if path := os.Getenv("CHROMIUM"); path != "" {
		return path
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}
