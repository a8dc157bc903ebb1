package planning

import (
	"errors"

	"maillage/inventory"
	"maillage/inventory/intake"
)

// Why a plan fails, for programs.
const (
	FailedStopped     = "stopped"     // asked to stop before it was begun
	FailedInterrupted = "interrupted" // the program ended while it worked, and did not say so
	FailedNoPlan      = "no_plan"     // nothing meets the conditions
	FailedCost        = "cost_missing"
	FailedInternal    = "internal"
)

// failures are the sentences for those, in French and in English.
var failures = map[string]struct{ fr, en string }{
	FailedStopped: {
		"Ce plan a été arrêté avant d’avoir commencé : relancez-le.",
		"This plan was stopped before it began: start it again.",
	},
	FailedInterrupted: {
		"Le programme s’est arrêté pendant le calcul de ce plan : relancez-le.",
		"The program was stopped while it worked on this plan: start it again.",
	},
	FailedNoPlan: {
		"Aucun plan ne remplit ces conditions : augmentez le budget, relâchez les plafonds, ou retirez des zones imposées ou exclues.",
		"No plan meets these conditions: raise the budget, loosen the caps, or take back zones that are required or excluded.",
	},
	FailedCost: {
		"Un budget en euros demande le coût de chaque candidat : donnez-lui un prix, excluez-le, ou complétez le modèle de coût.",
		"A budget in euros needs the cost of every candidate: give it a price, exclude it, or fill in the cost model.",
	},
	FailedInternal: {
		"Une erreur du programme a interrompu ce plan : relancez-le, et signalez-la si elle se répète.",
		"A fault of the program ended this plan: start it again, and report it if it happens again.",
	},
}

// Failure is the sentence for why a plan failed, in a language; as it was kept
// where its code is none of these.
func Failure(p inventory.Plan, lang intake.Lang) string {
	say, known := failures[p.FailureCode]
	switch {
	case !known:
		return p.Failure
	case lang == intake.English:
		return say.en
	}
	return say.fr
}

// failureCode tells why work ended in an error.
func failureCode(err error) string {
	var e *inventory.Error
	if errors.As(err, &e) && e.Kind != inventory.Internal {
		return e.Code
	}
	return FailedInternal
}
