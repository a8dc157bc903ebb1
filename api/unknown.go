package api

import (
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"

	"maillage/inventory"
)

// readTwins names the document that a GET gives for what a body writes. Its
// fields may come back with it and are passed over: one reads an entry, changes
// a value, and puts it again.
var readTwins = map[string]string{
	"NewMember": "Member", "MemberChange": "Member", "PopInput": "Pop", "ZoneInput": "Zone", "UserChange": "User",
}

// unknownFields refuses a JSON body with a field that nobody reads: a misspelt
// one would otherwise be lost without a word.
func unknownFields(spec *openapi3.T, route *routers.Route, r *http.Request) error {
	body, ok := r.Body.(interface{ ValidatedValue() any })
	if !ok || route.Operation.RequestBody == nil {
		return nil
	}
	media := route.Operation.RequestBody.Value.Content.Get("application/json")
	object, isObject := body.ValidatedValue().(map[string]any)
	if media == nil || !isObject {
		return nil
	}
	known := properties(media.Schema)
	readable := known
	name := media.Schema.Ref[strings.LastIndex(media.Schema.Ref, "/")+1:]
	if twin, ok := spec.Components.Schemas[readTwins[name]]; ok {
		readable = append(slices.Clone(known), properties(twin)...)
	}
	var faults []inventory.FieldError
	for field, value := range object {
		if !slices.Contains(readable, field) {
			faults = append(faults, unknownField(field, known))
			continue
		}
		inner, isObject := value.(map[string]any)
		schema := media.Schema.Value.Properties[field]
		if !isObject || schema == nil {
			continue
		}
		for f := range inner {
			if names := properties(schema); len(names) > 0 && !slices.Contains(names, f) {
				faults = append(faults, unknownField(field+"."+f, names))
			}
		}
	}
	return invalidRequest(faults)
}

func unknownField(field string, known []string) inventory.FieldError {
	return inventory.FieldError{Field: clip(field, 80), Code: "unknown_field",
		Message: "is not a field here; there are " + strings.Join(known, ", ")}
}

// properties lists the fields of a schema, those of its parts included.
func properties(ref *openapi3.SchemaRef) []string {
	var names []string
	for name := range ref.Value.Properties {
		names = append(names, name)
	}
	for _, part := range ref.Value.AllOf {
		names = append(names, properties(part)...)
	}
	slices.Sort(names)
	return names
}
