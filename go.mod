module github.com/pbxkit/pbxkit

go 1.26.0

require (
	github.com/google/go-cmp v0.7.0
	github.com/hashicorp/go-memdb v1.3.5
	github.com/swaggest/swgui v1.8.5
	golang.org/x/sync v0.24.0
)

require (
	github.com/hashicorp/go-immutable-radix v1.3.1 // indirect
	github.com/hashicorp/golang-lru v0.5.4 // indirect
)
