package api

import (
	"fmt"
	"net/http"
)

// reportCSV is the generated answer with the charset and the name under which
// the browser saves it.
type reportCSV struct {
	id   int64
	body []byte
}

// VisitGetImportReportResponse writes it.
func (r reportCSV) VisitGetImportReportResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="import-%d.csv"`, r.id))
	w.WriteHeader(http.StatusOK)
	_, err := w.Write(r.body)
	return err
}

// reportBook is the same for the workbook.
type reportBook struct {
	id   int64
	body []byte
}

// VisitGetImportReportBookResponse writes it.
func (r reportBook) VisitGetImportReportBookResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="import-%d.xlsx"`, r.id))
	w.WriteHeader(http.StatusOK)
	_, err := w.Write(r.body)
	return err
}
