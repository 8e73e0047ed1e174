package pbxkit_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/refserver"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
	"github.com/pbxkit/pbxkit/xivo"
)

// block is a fenced block of README.md.
type block struct {
	line           int
	language, text string
}

func readmeBlocks(t *testing.T) []block {
	t.Helper()
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	var blocks []block
	fence := regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$")
	for _, m := range fence.FindAllSubmatchIndex(readme, -1) {
		blocks = append(blocks, block{
			line:     1 + strings.Count(string(readme[:m[0]]), "\n"),
			language: string(readme[m[2]:m[3]]),
			text:     string(readme[m[4]:m[5]]),
		})
	}
	return blocks
}

// TestREADMEProgramsRun builds the Go blocks as programs of a module of their
// own, which is what a reader does with them, and compares what they print with
// the block that follows.
func TestREADMEProgramsRun(t *testing.T) {
	blocks := readmeBlocks(t)
	ran := 0
	for i, b := range blocks {
		if b.language != "go" {
			continue
		}
		ran++
		t.Run(fmt.Sprintf("line %d", b.line), func(t *testing.T) {
			if !strings.HasPrefix(b.text, "package main\n") {
				runInModule(t, "block_test.go", b.text, "test", ".")
				return
			}
			got := runInModule(t, "main.go", b.text, "run", ".")
			if i+1 == len(blocks) || blocks[i+1].language != "output" {
				t.Fatal("no output block follows")
			}
			if diff := cmp.Diff(blocks[i+1].text, got); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
	if ran == 0 {
		t.Error("README.md has no Go blocks")
	}
}

// runInModule runs the go command on a file in a new module that uses this one.
func runInModule(t *testing.T, file, text string, args ...string) string {
	t.Helper()
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	gomod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	gosum, err := os.ReadFile("go.sum")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	mod := strings.Replace(string(gomod), "module "+module, "module readme", 1) +
		"\nrequire " + module + " v0.0.0\nreplace " + module + " => " + root + "\n"
	for name, content := range map[string]string{"go.mod": mod, "go.sum": string(gosum), file: text} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), "go", append([]string{args[0], "-mod=mod"}, args[1:]...)...)
	cmd.Dir = dir
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go %s: %v\n%s%s", strings.Join(args, " "), err, out, stderr.String())
	}
	return string(out)
}

func TestREADMENamesTheTwoCommands(t *testing.T) {
	var commands []string
	for _, b := range readmeBlocks(t) {
		if b.language == "sh" && strings.HasPrefix(b.text, "go ") {
			commands = append(commands, strings.TrimSpace(b.text))
		}
	}
	// The first is run by the test of examples/server, the second by whoever
	// runs this one.
	if diff := cmp.Diff([]string{"go run ./examples/server", "go test ./..."}, commands); diff != "" {
		t.Errorf("commands (-want +got):\n%s", diff)
	}
}

// TestREADMERequestsSucceed sends the requests of the curl lines to the server
// that they are meant for.
func TestREADMERequestsSucceed(t *testing.T) {
	url := referenceServer(t)
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	sent := 0
	for _, b := range readmeBlocks(t) {
		for line := range strings.Lines(b.text) {
			if b.language != "sh" || !strings.HasPrefix(line, "curl ") {
				continue
			}
			sent++
			req := curlRequest(t, strings.ReplaceAll(line, "http://127.0.0.1:9100", url))
			resp, err := client.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(resp.Body)
			resp.Body.Close()
			if resp.StatusCode >= 300 {
				t.Errorf("%s%s: %s", line, resp.Status, body)
			}
		}
	}
	if sent == 0 {
		t.Error("README.md has no requests")
	}
}

// controlToken is what $PBX_CONTROL_TOKEN stands for in README.md.
const controlToken = "control-token"

// referenceServer starts the reference server, as README.md says how to, and returns
// its URL.
func referenceServer(t *testing.T) string {
	t.Helper()
	environment := map[string]string{"PLAY_AUTH_TOKEN": xivo.DocumentationToken, "PBX_CONTROL_TOKEN": controlToken}
	getenv := func(name string) string { return environment[name] }
	open := func(_ context.Context, tables ...*store.Schema) (store.DB, error) {
		return memstore.New(tables...), nil
	}
	ctx, stop := context.WithCancel(context.Background())
	reader, stdout := io.Pipe()
	ended := make(chan int)
	go func() {
		code := refserver.Main(ctx, []string{"-addr", "127.0.0.1:0", "-control"}, getenv, stdout, io.Discard, open)
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
	line, _ := banner.ReadString('\n')
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	go io.Copy(io.Discard, banner)
	if !ok {
		t.Fatalf("the reference server printed %q first, want its address", line)
	}
	return url
}

// curlRequest returns the request that a curl line makes.
func curlRequest(t *testing.T, line string) *http.Request {
	t.Helper()
	line = strings.NewReplacer("$PLAY_AUTH_TOKEN", xivo.DocumentationToken, "$PBX_CONTROL_TOKEN", controlToken).Replace(line)
	method, url, body := "", "", ""
	header := http.Header{}
	words := shellWords(line)[1:]
	for i := 0; i < len(words); i++ {
		switch words[i] {
		case "-X":
			i++
			method = words[i]
		case "-H":
			i++
			name, value, _ := strings.Cut(words[i], ": ")
			header.Add(name, value)
		case "-d":
			i++
			body = words[i]
		default:
			url = words[i]
		}
	}
	if method == "" {
		method = http.MethodGet
		if body != "" {
			method = http.MethodPost
		}
	}
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	req.Header = header
	return req
}

// shellWords splits a line at spaces outside of quotes.
func shellWords(line string) []string {
	var words []string
	word, quote := "", rune(0)
	for _, r := range strings.TrimSpace(line) + " " {
		switch {
		case quote == 0 && (r == '\'' || r == '"'):
			quote = r
		case r == quote:
			quote = 0
		case quote == 0 && r == ' ':
			if word != "" {
				words = append(words, word)
			}
			word = ""
		default:
			word += string(r)
		}
	}
	return words
}
