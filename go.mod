module github.com/pbxkit/pbxkit

go 1.26
