package pointfile

// contentType knows no type: with package net/http, which does, the explorer's
// WebAssembly would be twice as large.
func contentType([]byte) string { return "application/octet-stream" }
