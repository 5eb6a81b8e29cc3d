// Package browser tests the pages in a real Chromium: how they read without
// script, what the script adds, how they look in either scheme and on paper,
// whether they are accessible and valid, and live reload from a save to the
// screen. It holds tests only.
//
// The program is built once and run as anybody runs it, on a copy of the
// checkout, so that whoever edits meanwhile does not disturb. All tests share
// one browser; each has a profile of its own in it.
//
// Every page of every test is watched (page_test.go): a request to another host,
// an error or a warning in the console, or an exception fails the test.
//
// Chromium, Java and two npm packages are needed; `bash .ci/test` installs them.
// With CI=true nothing may be missing, else what needs it is skipped.
package browser
