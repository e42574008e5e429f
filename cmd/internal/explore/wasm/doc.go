// Command wasm is package engine as WebAssembly, for a page without a server. Package
// static builds it. main.go passes the messages of the page's worker (page/worker.js, which
// page/carrier_worker.js starts) to a session. other.go prints an error if the command is
// built for anything else.
package main
