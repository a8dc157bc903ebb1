package inventory

// Role is what a user may do.
type Role string

// The roles. Operator is the command line's: it runs the instance and sees all.
const (
	RoleVisitor     Role = "visitor"
	RoleSales       Role = "sales"
	RoleContributor Role = "contributor"
	RoleBureau      Role = "bureau"
	RoleAdmin       Role = "admin"
	RoleOperator    Role = "operator"
)

// Viewer is who asks. Every read of the inventory takes one, so that no path
// can forget to say for whom it reads.
type Viewer struct {
	Role   Role
	Member string // the member it acts for, when it acts for one
	Name   string // stands in the history as the author of a change

	ReadOnly bool // it may change nothing, whatever its role: a token for reading
}

// Visitor is whoever has not said who it is.
func Visitor() Viewer { return Viewer{Role: RoleVisitor, Name: "visitor"} }

// Operator is the viewer of the command line, and of whoever reaches the
// loopback address of an instance without accounts.
func Operator(name string) Viewer { return Viewer{Role: RoleOperator, Name: name} }
