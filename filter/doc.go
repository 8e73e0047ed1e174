// Package filter is a dynamic-filter engine: conditions on records that arrive
// as data, are checked once, and then decide about any number of records.
//
// A filter is an [Expr], a tree of comparisons:
//
//	filter.And{
//		filter.Cmp{Field: "fullName", Op: filter.Like, Value: "Jack%"},
//		filter.Cmp{Field: "age", Op: filter.Ge, Value: "42"},
//	}
//
// A [Fields] declares what can be asked about a record type. Its Check turns an
// expression from outside into one whose values have the types of the columns,
// and is the only place that rejects; its Match compiles a checked expression
// to a function, which is by definition the meaning of the filter; its Compare
// does the same for an order. A storage backend may evaluate a filter in any
// other way, as long as the answer is the one that Match gives.
//
// # Meaning
//
// The operators mean what they mean in SQL, with text compared by bytes:
//
//   - A comparison with a missing value (NULL) is never true, not even [Ne].
//     Only [IsNull] sees it. There is no negation: a third truth value cannot
//     appear.
//   - An order puts missing values last, or first if descending.
//   - [Like] matches the whole text; % stands for any run, _ for one code
//     point, and \ makes the next character literal. [ILike] is the same after
//     both sides are lowered code point by code point. The time is linear in
//     the length of the text.
//   - [ContainsAll] asks whether a set holds all of the values given; the empty
//     list is held by every set.
//
// Everything in this package is safe for concurrent use once it is built.
package filter
