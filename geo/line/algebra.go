package line

// The operations below walk both sets once. Each appends to dst[:0] and returns
// it, so that a caller in a loop allocates nothing once dst has room; dst must
// not share memory with a or b. Where one set is much longer than the other,
// they leap through it instead (see seek).

// Union returns the cells in a or b.
func Union(dst, a, b Set) Set {
	out := Builder{set: dst[:0]}
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		if a[i].Lo <= b[j].Lo {
			out.Add(a[i].Lo, a[i].Hi)
			i++
		} else {
			out.Add(b[j].Lo, b[j].Hi)
			j++
		}
	}
	a, b = a[i:], b[j:]
	if len(a) == 0 {
		a = b
	}
	// What is left may still touch the last interval written; after that it
	// can be copied as it is.
	for len(a) > 0 && len(out.set) > 0 && a[0].Lo <= out.set[len(out.set)-1].Hi {
		out.Add(a[0].Lo, a[0].Hi)
		a = a[1:]
	}
	return append(out.set, a...)
}

// Intersect returns the cells in both a and b.
func Intersect(dst, a, b Set) Set {
	dst = dst[:0]
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i].Hi <= b[j].Lo:
			i = seek(a, i+1, b[j].Lo)
		case b[j].Hi <= a[i].Lo:
			j = seek(b, j+1, a[i].Lo)
		default:
			dst = append(dst, Interval{max(a[i].Lo, b[j].Lo), min(a[i].Hi, b[j].Hi)})
			if a[i].Hi < b[j].Hi {
				i++
			} else {
				j++
			}
		}
	}
	return dst
}

// Subtract returns the cells in a and not in b.
func Subtract(dst, a, b Set) Set {
	dst = dst[:0]
	j := 0
	for _, iv := range a {
		j = seek(b, j, iv.Lo)
		lo := iv.Lo
		for j < len(b) && b[j].Lo < iv.Hi {
			if b[j].Lo > lo {
				dst = append(dst, Interval{lo, b[j].Lo})
			}
			lo = b[j].Hi
			if lo >= iv.Hi {
				break // b[j] may reach into the next interval of a
			}
			j++
		}
		if lo < iv.Hi {
			dst = append(dst, Interval{lo, iv.Hi})
		}
	}
	return dst
}

// Complement returns the cells of within that are not in s.
func (s Set) Complement(within Set) Set { return Subtract(nil, within, s) }

// Overlap returns the number of cells in both a and b, without building their
// intersection.
func Overlap(a, b Set) int64 {
	var n int64
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i].Hi <= b[j].Lo:
			i = seek(a, i+1, b[j].Lo)
		case b[j].Hi <= a[i].Lo:
			j = seek(b, j+1, a[i].Lo)
		default:
			n += int64(min(a[i].Hi, b[j].Hi) - max(a[i].Lo, b[j].Lo))
			if a[i].Hi < b[j].Hi {
				i++
			} else {
				j++
			}
		}
	}
	return n
}

// seek returns the first index from i on whose interval ends after cell. It
// looks at the next few, then gallops: steps that double, then a binary search
// in the last, so that a short set crosses a long one in few comparisons.
func seek(s Set, i int, cell int32) int {
	for n := 0; n < 4; n++ {
		if i >= len(s) || s[i].Hi > cell {
			return i
		}
		i++
	}
	step := 4
	lo := i // s[lo-1] ends at or before cell
	for i < len(s) && s[i].Hi <= cell {
		lo = i + 1
		i += step
		step *= 2
	}
	hi := min(i, len(s))
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if s[mid].Hi > cell {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return lo
}
