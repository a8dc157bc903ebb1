package line

// Order returns the indexes of cells in ascending order of cell, equal ones as
// they came. It sorts by their bits, two passes however many there are: the
// intervals of all communes, a million, cost some ten milliseconds. Cells must
// be on the line (or its end); more than 2^31 of them cannot be had.
func Order(cells []int32) []int32 {
	const bits = 13 // twice thirteen bits hold any cell: see TestOrder
	src, dst := make([]int32, len(cells)), make([]int32, len(cells))
	for i := range src {
		src[i] = int32(i)
	}
	for shift := uint(0); shift < 2*bits; shift += bits {
		var count [1 << bits]int32
		for _, c := range cells {
			count[c>>shift&(1<<bits-1)]++
		}
		var sum int32
		for d, n := range count {
			count[d] = sum
			sum += n
		}
		for _, i := range src {
			d := cells[i] >> shift & (1<<bits - 1)
			dst[count[d]] = i
			count[d]++
		}
		src, dst = dst, src
	}
	return src
}
