package api

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

//go:embed openapi.yaml
var contractYAML []byte

// contract is openapi.yaml, read once, and the same as JSON.
var contract = sync.OnceValues(func() (*contractDocument, error) {
	spec, err := openapi3.NewLoader().LoadFromData(contractYAML)
	if err != nil {
		return nil, fmt.Errorf("read openapi.yaml: %w", err)
	}
	text, err := json.Marshal(spec)
	if err != nil {
		return nil, fmt.Errorf("write openapi.yaml as JSON: %w", err)
	}
	return &contractDocument{spec, newAsset("openapi.json", text)}, nil
})

type contractDocument struct {
	spec *openapi3.T
	json *asset
}
