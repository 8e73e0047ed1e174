package swaggerui

import (
	"encoding/json"
	"html"
	"strings"
)

// source is the page. What is between % is filled in.
const source = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API documentation</title>
<link rel="icon" type="image/png" href="%assets%favicon-32x32.png">
<link rel="stylesheet" href="%assets%swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="%assets%swagger-ui-bundle.js"></script>
<script src="%assets%swagger-ui-standalone-preset.js"></script>
<script>
window.ui = SwaggerUIBundle({
	urls: %urls%,
	dom_id: "#swagger-ui",
	presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
	layout: "StandaloneLayout",
	deepLinking: true,
	docExpansion: "list",
	displayOperationId: true,
	persistAuthorization: true,
	validatorUrl: null, // the document stays here
});
</script>
</body>
</html>
`

// link is a document in Swagger UI's list.
type link struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

func (u *UI) page() []byte {
	links := make([]link, len(u.Documents))
	for i, d := range u.Documents {
		links[i] = link{d.Name, d.Path}
	}
	urls, err := json.Marshal(links) // which also escapes what would end the script
	if err != nil {
		panic(err) // strings can be written
	}
	return []byte(strings.NewReplacer("%assets%", html.EscapeString(u.assets()), "%urls%", string(urls)).Replace(source))
}
