// Package frontend carries the built map front end inside the program. The
// TypeScript beside it is built by `npm run build` into dist; this package
// holds nothing but that folder.
package frontend

import "embed"

// Dist is the built site: index.html, docs.html and hashed assets, all under
// "dist/". Before the first build it holds .gitkeep alone.
//
//go:embed all:dist
var Dist embed.FS
