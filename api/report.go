package api

import (
	"fmt"
	"net/http"
)

// reportFile is the report of an upload, in place of the generated answers: with
// the charset, and the name under which the browser saves it.
type reportFile struct {
	id   int64
	body []byte
}

// VisitGetImportReportResponse writes a list with commas.
func (r reportFile) VisitGetImportReportResponse(w http.ResponseWriter) error {
	return r.write(w, "text/csv; charset=utf-8", "csv")
}

// VisitGetImportReportBookResponse writes a workbook.
func (r reportFile) VisitGetImportReportBookResponse(w http.ResponseWriter) error {
	return r.write(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
}

func (r reportFile) write(w http.ResponseWriter, mediaType, ending string) error {
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="import-%d.%s"`, r.id, ending))
	w.WriteHeader(http.StatusOK)
	_, err := w.Write(r.body)
	return err
}
