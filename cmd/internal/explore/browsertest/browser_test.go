// Package browsertest opens the page in a browser and uses it. It runs where
// MONGE_BROWSER names one, such as chromium:
//
//	MONGE_BROWSER=chromium go test ./cmd/internal/explore/browsertest
package browsertest

import (
	"context"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"monge/cmd/internal/explore/engine"
	"monge/cmd/internal/explore/serve"
)

// browser is a tab, and what it complained of.
type browser struct {
	*testing.T
	ctx context.Context
	url string // of the page

	mutex    sync.Mutex
	messages []string // of the console
}

// open opens the browser once for all subtests, with the server's page in it.
func open(t *testing.T) *browser {
	path := os.Getenv("MONGE_BROWSER")
	if path == "" {
		t.Skip("MONGE_BROWSER names no browser")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
	t.Cleanup(cancel)
	server, err := serve.Listen("127.0.0.1:0", engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	go server.Serve(ctx)
	// As root, as in a container, Chromium has no sandbox.
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU)
	allocated, cancel := chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	tab, cancel := chromedp.NewContext(allocated)
	t.Cleanup(cancel)
	b := &browser{T: t, ctx: tab, url: server.URL()}
	messages := chromedp.Console(tab)
	go func() {
		for message, err := range messages {
			if err != nil {
				return
			}
			b.mutex.Lock()
			b.messages = append(b.messages, message.String())
			b.mutex.Unlock()
		}
	}()
	return b
}

// prefer sets what the browser says its user prefers, such as
// prefers-color-scheme: dark.
func (b *browser) prefer(t *testing.T, name, value string) {
	t.Helper()
	features := []*emulation.MediaFeature{{Name: name, Value: value}}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
		t.Fatal(err)
	}
}

// visit opens the page at a fragment, from nothing.
func (b *browser) visit(t *testing.T, fragment string) {
	t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(b.url+fragment)); err != nil {
		t.Fatalf("%s: %v", fragment, err)
	}
}

// eval returns what an expression of JavaScript gives.
func eval[T any](t *testing.T, b *browser, expression string) T {
	t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// until waits for a condition in JavaScript.
func (b *browser) until(t *testing.T, condition string) {
	t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for !eval[bool](t, b, "Boolean("+condition+")") {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", condition)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// quiet fails if the console had something to say.
func (b *browser) quiet(t *testing.T) {
	t.Helper()
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if len(b.messages) > 0 {
		t.Errorf("the console says: %s", strings.Join(b.messages, "\n"))
	}
	b.messages = nil
}

func TestPage(t *testing.T) {
	b := open(t)
	t.Run("the first picture", func(t *testing.T) {
		b.visit(t, "")
		b.until(t, `document.querySelector('.row-tv .value')?.textContent === '1'`)
		b.quiet(t)
	})
	t.Run("a state in the address", func(t *testing.T) {
		b.visit(t, "#distances?theta=0.25")
		b.until(t, `document.querySelector('.row-em .value')?.textContent === '0.25'`)
		b.quiet(t)
	})
	t.Run("dark", func(t *testing.T) {
		b.prefer(t, "prefers-color-scheme", "dark")
		defer b.prefer(t, "prefers-color-scheme", "light")
		b.visit(t, "")
		b.until(t, `getComputedStyle(document.body).backgroundColor === 'rgb(21, 24, 27)'`)
		b.quiet(t)
	})
}
