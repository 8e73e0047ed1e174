package main

import "strconv"

// call is a request that is measured.
type call struct {
	title        string
	method, path string
	body         string
}

const token = "bench"

func calls() []call {
	const prefix = "/configmgt/api/2.0"
	return []call{
		{title: "GET a line by the user's id", method: "GET", path: prefix + "/users/7/line"},
		{title: "POST find, a page of 20 users", method: "POST", path: prefix + "/users/find",
			body: `{"filters":[{"field":"fullName","operator":"like","value":"J%","order":"ASC"}],"offset":0,"limit":20}`},
	}
}

// request returns the request as it goes over the wire.
func (c call) request(host string) []byte {
	text := c.method + " " + c.path + " HTTP/1.1\r\nHost: " + host + "\r\nX-Auth-Token: " + token + "\r\n"
	if c.body != "" {
		text += "Content-Type: application/json\r\nContent-Length: " + strconv.Itoa(len(c.body)) + "\r\n"
	}
	return []byte(text + "\r\n" + c.body)
}
