// Command wasm is package engine as WebAssembly, for a page without a server. Package
// static builds it. Read main.go, which hands messages of the page's worker,
// page/carrier_worker.js and page/worker.js, to a session; other.go is what any other
// build of it says.
package main
