package intake

import (
	"fmt"
	"strings"
)

// refuseDuplicates refuses every record whose code an earlier one has, and tells
// of codes that only look the same.
func (c *checker) refuseDuplicates() {
	first := make(map[string]int, len(c.results)) // folded → the first record of it
	other := map[string]int{}                     // codes that fold to another's
	for i := range c.results {
		r := &c.results[i]
		if r.code == "" {
			continue
		}
		folded := foldCode(r.code)
		j, taken := first[folded]
		if !taken {
			first[folded] = i
			continue
		}
		if c.results[j].code != r.code {
			k, again := other[r.code]
			if !again {
				other[r.code] = i
				r.warn(c.like(r.code, c.results[j].code, c.results[j].row.Line))
				continue
			}
			j = k
		}
		r.fail(duplicateCode.is("line", c.results[j].row.Line).at("code", r.code))
	}
	c.likeHeld(first)
}

// likeHeld tells of new codes that look like one that the member has: a list
// whose codes were put in capitals would add every entry a second time.
func (c *checker) likeHeld(first map[string]int) {
	found := map[int]string{}
	look := func(held string) {
		i, ok := first[foldCode(held)]
		if !ok || c.results[i].code == held || c.mine(c.results[i].code) {
			return
		}
		if found[i] == "" || held < found[i] {
			found[i] = held
		}
	}
	if c.ofZones {
		for code := range c.has.zones {
			look(code)
		}
	} else {
		for code := range c.has.pops {
			look(code)
		}
	}
	for i, held := range found {
		r := &c.results[i]
		r.warn(c.like(r.code, held, 0))
	}
}

func (c *checker) mine(code string) bool {
	there := c.has.pops[code] != nil
	if c.ofZones {
		there = c.has.zones[code] != nil
	}
	return there
}

// like says that two codes look the same: that of a line, or for 0 one that the
// member has.
func (c *checker) like(code, other string, line int) *fault {
	where := fmt.Sprintf("ligne %d", line)
	switch {
	case line == 0 && c.lang == English:
		where = "which you have"
	case line == 0:
		where = "que vous avez déjà"
	case c.lang == English:
		where = fmt.Sprintf("line %d", line)
	}
	return likeCode.is("other", other, "where", where).at("code", code)
}

// foldCode is a code without what hands and spreadsheets change in it.
func foldCode(code string) string {
	if strings.IndexFunc(code, isSpace) >= 0 {
		code = strings.Join(strings.FieldsFunc(code, isSpace), " ")
	}
	return strings.ToLower(code)
}

// sayMade tells of codes that were made for some rows of a list that has codes.
func (c *checker) sayMade(own []string) {
	some := false
	for _, code := range own {
		some = some || code != ""
	}
	if !some {
		return
	}
	for i := range c.results {
		if r := &c.results[i]; own[i] == "" && r.code != "" && !c.mine(r.code) {
			r.warn(codeMade.is().at("code", r.code))
		}
	}
}
