package export

// KeyWords is how many keys of the front matter have a description.
var KeyWords = len(keyWords)
