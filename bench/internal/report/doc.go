// Package report writes figures for people: tables in Markdown, numbers with as many
// digits as they are good for, and what machine they are from.
package report
