package doctor_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"statuswiki/internal/doctor"
	"statuswiki/internal/entry"
)

// wiki returns the wiki's own content.
func wiki(t *testing.T) *entry.Set {
	t.Helper()
	set, list, err := entry.Load(os.DirFS("../../content"), "content/", nil)
	if err == nil {
		err = list.Err()
	}
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// TestContentFacts tries the samples with the facts of the wiki's own entries:
// which codes demand what is known there and nowhere else.
func TestContentFacts(t *testing.T) {
	set := wiki(t)
	facts := set.CodeFacts()
	for _, r := range doctor.Rules {
		if found := doctor.Diagnose(sample(r.Sick), facts); count(found, r.ID) != 1 && r.ID != "field-forbidden" { // no real code forbids another field
			t.Errorf("%s is not found in its sick sample: %+v", r.ID, found)
		}
		if found := doctor.Diagnose(sample(r.Well), facts); count(found, r.ID) > 0 {
			t.Errorf("%s is found in its well sample: %+v", r.ID, found)
		}
	}

	// Each code of a list, and the rule that it brings.
	for rule, statuses := range map[string][]int{
		"challenge-missing":           {401},
		"proxy-challenge-missing":     {407},
		"allow-missing":               {405},
		"upgrade-missing":             {101, 426},
		"location-missing":            {301, 302, 303, 307, 308},
		"content-length-forbidden":    {100, 101, 102, 103, 104, 199, 204},
		"transfer-encoding-forbidden": {100, 101, 102, 103, 104, 199, 204},
		"body-forbidden":              {100, 101, 102, 103, 104, 199, 204, 205, 304},
		"retry-after-advice":          {429, 503},
		"must-not-store":              {428, 429, 431, 511},
		"status-deprecated":           {305, 306},
		"blocked-by-advice":           {451},
		"interim-only":                {100, 102, 103, 104, 199},
		"created-location-advice":     {201},
	} {
		var got []int
		for status := 100; status < 600; status++ {
			if set.Entry(status) == nil && status != 199 {
				continue // 199 stands for those that nobody knows
			}
			text := "HTTP/1.1 " + itoa(status) + " x\nContent-Length: 1\nTransfer-Encoding: chunked\nCache-Control: max-age=1\n\nx"
			if count(doctor.Diagnose(sample(text), facts), rule) > 0 {
				got = append(got, status)
			}
		}
		if !slices.Equal(got, statuses) {
			t.Errorf("%s comes with %v, not with %v", rule, got, statuses)
		}
	}
}

func itoa(n int) string {
	return string([]byte{byte('0' + n/100), byte('0' + n/10%10), byte('0' + n%10)})
}

// TestVendors: an unregistered number is told with those who use it.
func TestVendors(t *testing.T) {
	facts := wiki(t).CodeFacts()
	for status, want := range map[int]string{520: "Cloudflare", 499: "nginx", 460: "", 599: "", 555: "treats it like 500"} {
		found := doctor.Diagnose(sample("HTTP/1.1 "+itoa(status)+" x"), facts)
		i := slices.IndexFunc(found, func(f doctor.Finding) bool { return f.Rule == "status-unregistered" })
		if i < 0 || !strings.Contains(found[i].Message, want) {
			t.Errorf("%d: said %+v", status, found)
		}
	}
	for _, status := range []int{100, 200, 306, 418, 510, 511} {
		if found := doctor.Diagnose(sample("HTTP/1.1 "+itoa(status)+" x"), facts); count(found, "status-unregistered") > 0 {
			t.Errorf("%d is taken for unregistered", status)
		}
	}
}

// TestSingletons holds the fields that may not be repeated against what the
// pages of the fields say.
func TestSingletons(t *testing.T) {
	set := wiki(t)
	own := []string{"singleton-repeated", "content-length-repeated", "hsts-repeated"}
	for _, f := range set.Fields {
		if !slices.ContainsFunc(f.Facts.In, func(d entry.At[entry.Direction]) bool { return d.Value == "response" }) {
			continue
		}
		line := f.Facts.Name.Value + ": " + f.Facts.Sample.Value + "\n"
		found := doctor.Diagnose(sample("HTTP/1.1 200 OK\n"+line+line), set.CodeFacts())
		said := slices.ContainsFunc(found, func(f doctor.Finding) bool { return slices.Contains(own, f.Rule) })
		if said != f.Facts.Singleton.Value {
			t.Errorf("%s: singleton is %v, and of two lines is said %v", f.Facts.Name.Value, f.Facts.Singleton.Value, ids(found))
		}
	}
}
