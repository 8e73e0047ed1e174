package httpapi

import "github.com/pbxkit/pbxkit/httpapi/internal/rest"

// Reads records which members of a request the adapters look at. Its method Watch
// returns the request to serve. Something that nobody looks at is most likely
// misspelt, which no vendor says.
type Reads = rest.Reads
