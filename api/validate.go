package api

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/labstack/echo/v4"

	"maillage/inventory"
)

// prefix stands before every path of openapi.yaml.
const prefix = "/api/v1"

// validator checks requests against openapi.yaml before they reach a handler.
type validator struct {
	spec   *openapi3.T
	routes map[string]*routers.Route // by method and Echo's path
}

func newValidator() (*validator, error) {
	d, err := contract()
	if err != nil {
		return nil, err
	}
	spec := d.spec
	v := &validator{spec: spec, routes: map[string]*routers.Route{}}
	braces := strings.NewReplacer("{", ":", "}", "")
	for path, item := range spec.Paths.Map() {
		for method, operation := range item.Operations() {
			v.routes[method+" "+prefix+braces.Replace(path)] = &routers.Route{
				Spec: spec, Path: path, PathItem: item, Method: method, Operation: operation}
		}
	}
	return v, nil
}

// check is the middleware. Requests that openapi.yaml does not know pass: the
// router answers them.
func (v *validator) check(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		route, ok := v.routes[r.Method+" "+c.Path()]
		if !ok {
			return next(c)
		}
		params, err := pathParams(c)
		if err != nil {
			return err
		}
		if err := v.query(r, route); err != nil {
			return err
		}
		options := &openapi3filter.Options{MultiError: true, KeepValidatedValue: true, SkipSettingDefaults: true,
			ExcludeRequestBody: strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/")}
		err = openapi3filter.ValidateRequest(r.Context(), &openapi3filter.RequestValidationInput{
			Request: r, PathParams: params, QueryParams: r.URL.Query(), Route: route, Options: options})
		if err != nil {
			return requestFault(err)
		}
		if err := unknownFields(v.spec, route, r); err != nil {
			return err
		}
		return next(c)
	}
}

func pathParams(c echo.Context) (map[string]string, error) {
	params := map[string]string{}
	for i, name := range c.ParamNames() {
		value := c.ParamValues()[i]
		if c.Request().URL.RawPath != "" {
			var err error
			if value, err = url.PathUnescape(value); err != nil {
				return nil, inventory.Errorf(inventory.Invalid, "bad_address", "The address has a broken %% escape.")
			}
		}
		if strings.ContainsRune(value, 0) {
			return nil, inventory.Errorf(inventory.Invalid, "bad_address", "The address has a zero byte.")
		}
		params[name] = value
	}
	return params, nil
}

// query takes comma lists apart and refuses parameters nobody reads: a
// misspelt filter would otherwise answer another question than the one asked.
func (v *validator) query(r *http.Request, route *routers.Route) error {
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return inventory.Errorf(inventory.Invalid, "bad_query", "The question mark's part of the address is not well formed.")
	}
	var known []string
	isList := map[string]bool{}
	for _, all := range []openapi3.Parameters{route.PathItem.Parameters, route.Operation.Parameters} {
		for _, p := range all {
			if p.Value.In == openapi3.ParameterInQuery {
				known = append(known, p.Value.Name)
				isList[p.Value.Name] = p.Value.Schema.Value.Type.Is("array")
			}
		}
	}
	var faults []inventory.FieldError
	for name, values := range q {
		switch {
		case !slices.Contains(known, name):
			message := "is not a parameter of this address, which takes none"
			if len(known) > 0 {
				message = "is not a parameter of this address, which takes " + strings.Join(known, ", ")
			}
			faults = append(faults, inventory.FieldError{Field: clip(name, 60), Code: "unknown_parameter", Message: message})
		case isList[name]:
			q[name] = splitList(values)
			if len(q[name]) == 0 {
				delete(q, name)
			}
		case len(values) > 1:
			faults = append(faults, inventory.FieldError{Field: name, Code: "twice", Message: "is given more than once"})
		case values[0] == "":
			delete(q, name)
		}
		if slices.ContainsFunc(values, func(s string) bool { return strings.ContainsRune(s, 0) }) {
			faults = append(faults, inventory.FieldError{Field: clip(name, 60), Code: "bad_text", Message: "holds a zero byte"})
		}
	}
	r.URL.RawQuery = q.Encode()
	return invalidRequest(faults)
}

// splitList takes "a,b" and "a", "b" apart alike, without the empty ones.
func splitList(values []string) []string {
	var out []string
	for _, v := range values {
		for _, one := range strings.Split(v, ",") {
			if one = strings.TrimSpace(one); one != "" {
				out = append(out, one)
			}
		}
	}
	return out
}

func invalidRequest(faults []inventory.FieldError) error {
	if len(faults) == 0 {
		return nil
	}
	slices.SortStableFunc(faults, func(a, b inventory.FieldError) int { return strings.Compare(a.Field, b.Field) })
	return &inventory.Error{Kind: inventory.Invalid, Code: "invalid_request", Fields: faults,
		Message: faults[0].Field + ": " + faults[0].Message}
}

// requestFault says in the domain's words what openapi.yaml holds against a
// request.
func requestFault(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return large
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return err
	}
	var faults []inventory.FieldError
	var other error
	var walk func(err error, field string)
	walk = func(err error, field string) {
		switch e := err.(type) {
		case openapi3.MultiError:
			for _, one := range e {
				walk(one, field)
			}
		case *openapi3filter.RequestError:
			switch {
			case e.Parameter != nil && e.Err == nil:
				faults = append(faults, inventory.FieldError{Field: e.Parameter.Name, Code: "bad_value", Message: e.Reason})
			case e.Parameter != nil:
				walk(e.Err, e.Parameter.Name)
			default:
				other = errors.Join(other, bodyFault(e, walk))
			}
		case *openapi3.SchemaError:
			faults = append(faults, schemaFault(e, field))
		default:
			faults = append(faults, parameterFault(err, field))
		}
	}
	walk(err, "")
	if other != nil && len(faults) == 0 {
		return other
	}
	return invalidRequest(faults)
}

func parameterFault(err error, field string) inventory.FieldError {
	if errors.Is(err, openapi3filter.ErrInvalidRequired) {
		return inventory.FieldError{Field: field, Code: "missing", Message: "is missing"}
	}
	var parse *openapi3filter.ParseError
	if errors.As(err, &parse) {
		return inventory.FieldError{Field: field, Code: "bad_value", Value: clip(fmt.Sprint(parse.Value), 80), Message: "cannot be read: " + parse.Reason}
	}
	return inventory.FieldError{Field: field, Code: "bad_value", Message: "is not as this address takes it"}
}

// bodyFault tells what is wrong with a body as a whole, nil when walk told it
// field by field.
func bodyFault(e *openapi3filter.RequestError, walk func(error, string)) error {
	switch e.Err.(type) {
	case openapi3.MultiError, *openapi3.SchemaError:
		walk(e.Err, "")
		return nil
	}
	switch {
	case errors.Is(e.Err, openapi3filter.ErrInvalidRequired):
		return inventory.Errorf(inventory.Invalid, "missing_body", "The request has no body; send JSON.")
	case e.Err == nil:
		return echo.NewHTTPError(http.StatusUnsupportedMediaType, "Send the body as this address takes it, with its Content-Type: "+
			strings.Join(contentTypes(e.RequestBody), " or ")+".")
	}
	return inventory.Errorf(inventory.Invalid, "bad_json", "The body is not well-formed JSON.")
}

func contentTypes(b *openapi3.RequestBody) []string {
	var out []string
	if b != nil {
		for name := range b.Content {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// schemaFault words one broken rule of a schema.
func schemaFault(e *openapi3.SchemaError, field string) inventory.FieldError {
	path := e.JSONPointer()
	if field != "" && len(path) > 0 && path[0] == field {
		path = path[1:]
	}
	name := strings.Join(append(slices.DeleteFunc([]string{field}, func(s string) bool { return s == "" }), path...), ".")
	if name == "" {
		name = "body"
	}
	f := inventory.FieldError{Field: name, Code: "bad_value", Message: e.Reason}
	switch v := e.Value.(type) {
	case string:
		f.Value = clip(v, 80)
	case float64, int64, bool:
		f.Value = fmt.Sprint(v)
	}
	s := e.Schema
	switch e.SchemaField {
	case "required":
		f.Code, f.Message = "missing", "is missing"
	case "enum":
		words := make([]string, len(s.Enum))
		for i, w := range s.Enum {
			words[i] = fmt.Sprint(w)
		}
		f.Code, f.Message = "unknown_value", "is one of "+strings.Join(words, ", ")
	case "maxLength":
		f.Code, f.Message = "too_long", fmt.Sprintf("has at most %d characters", *s.MaxLength)
	case "minimum", "maximum":
		f.Code, f.Message = "out_of_range", rangeOf(s)
	case "minItems", "maxItems":
		f.Message = fmt.Sprintf("has %d items", s.MinItems)
	case "type":
		f.Code, f.Message = "bad_type", "is written as "+strings.Join(s.Type.Slice(), " or ")
	case "format":
		f.Code, f.Message = "bad_format", "is written as "+s.Format
		if s.Format == "date" {
			f.Message = "is a day, written as 2026-11-22"
		}
	}
	return f
}

func rangeOf(s *openapi3.Schema) string {
	switch {
	case s.Min != nil && s.Max != nil:
		return fmt.Sprintf("is between %g and %g", *s.Min, *s.Max)
	case s.Min != nil:
		return fmt.Sprintf("is at least %g", *s.Min)
	}
	return fmt.Sprintf("is at most %g", *s.Max)
}
