//go:build !race

package entry

// slow is how much slower everything is than usual.
const slow = 1
