// Package pbxkit documents the module; the code is in the packages below it.
//
// pbxkit is the configuration side of PBXs as a Go library: stateful, embeddable
// and faithful to what the vendors document. It is used as an engine of PBX
// configuration logic, as a test double for telephony integrations, and as a
// reference server for clients in any language.
//
// # Packages
//
// A vendor is a package with services and rules and without HTTP: xivo, voipnow,
// telecomx, broadworks. It keeps its records through package store, the first
// seam: memstore is the backend in memory, and package storetest holds any other
// to the same contract. What dynamic filters mean is defined in package filter.
// Applications use a vendor's Service, the second seam: a struct of small
// interfaces that the vendor's package fills, and that anything else may fill:
// xivo/xivoclient and telecomx/telecomxclient do with requests to a PBX elsewhere.
//
// Package httpapi serves the services over HTTP as the vendors document them.
//
//	svc := xivo.New(memstore.New(xivo.Tables()...), xivo.WithToken("secret"))
//	handler, err := httpapi.NewHandler(httpapi.Services{XiVO: svc}, httpapi.Options{})
package pbxkit
