package atom

import (
	"math/bits"
	"slices"
)

// groups is the distinct groups of members seen, numbered from 0. It is not
// changed once made.
type groups struct {
	members int
	words   int      // of 64 members each, in a group's bitset
	bits    []uint64 // words for each group
	list    []int32  // members of group 0, of group 1, …
	first   []int32  // where each group begins in list; one more than groups
}

func (g *groups) len() int { return len(g.first) - 1 }

func (g *groups) of(group int32) []int32 {
	return g.list[g.first[group]:g.first[group+1]:g.first[group+1]]
}

func (g *groups) bitset(group int32) []uint64 {
	return g.bits[int(group)*g.words : (int(group)+1)*g.words]
}

func (g *groups) has(group int32, member int) bool {
	if member < 0 || member >= g.members {
		return false
	}
	return g.bits[int(group)*g.words+member/64]>>(member%64)&1 != 0
}

// interner numbers groups as they come: a hash table with open addressing,
// whose entries are group numbers plus one.
type interner struct {
	members, words int
	bits           []uint64
	table          []int32
	count          int
}

func newInterner(members int) *interner {
	return &interner{members: members, words: max(1, (members+63)/64), table: make([]int32, 1024)}
}

// intern returns the number of a group, given as a bitset.
func (in *interner) intern(group []uint64) int32 {
	mask := uint64(len(in.table) - 1)
	for at := hash(group) & mask; ; at = (at + 1) & mask {
		id := in.table[at] - 1
		if id < 0 {
			id = int32(in.count)
			in.count++
			in.bits = append(in.bits, group...)
			in.table[at] = id + 1
			if in.count*2 > len(in.table) {
				in.grow()
			}
			return id
		}
		if in.bits[int(id)*in.words] == group[0] && slices.Equal(in.bits[int(id)*in.words:(int(id)+1)*in.words], group) {
			return id
		}
	}
}

func (in *interner) grow() {
	in.table = make([]int32, 2*len(in.table))
	mask := uint64(len(in.table) - 1)
	for id := range in.count {
		at := hash(in.bits[id*in.words:(id+1)*in.words]) & mask
		for in.table[at] != 0 {
			at = (at + 1) & mask
		}
		in.table[at] = int32(id) + 1
	}
}

// hash mixes the words of a bitset. Who is in a group is chosen by nobody with
// an interest in collisions, so a plain multiplicative hash will do.
func hash(words []uint64) uint64 {
	h := uint64(0x9e3779b97f4a7c15)
	for _, w := range words {
		hi, lo := bits.Mul64(h^w, 0xd6e8feb86659fd93)
		h = hi ^ lo
	}
	return h ^ h>>32
}

// groups returns what was interned.
func (in *interner) groups() *groups {
	g := &groups{members: in.members, words: in.words, bits: in.bits}
	g.first = make([]int32, 1, in.count+1)
	members := 0
	for _, word := range in.bits {
		members += bits.OnesCount64(word)
	}
	g.list = make([]int32, 0, members)
	for id := range in.count {
		for w, word := range in.bits[id*in.words : (id+1)*in.words] {
			for ; word != 0; word &= word - 1 {
				g.list = append(g.list, int32(w*64+bits.TrailingZeros64(word)))
			}
		}
		g.first = append(g.first, int32(len(g.list)))
	}
	return g
}
