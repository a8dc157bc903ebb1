import type { users as french } from "../fr/users";
import type { Translated } from "../translated";

export const users: Translated<typeof french> = {
  title: "Users",
  lead: "Who may sign in, and under which roles.",
  notYours: "The list of users is for the instance’s administrators alone.",
  invite: "Invite",
  inviteHelp: "You will get a link to pass on: good once, it lets them in and choose a password.",
  name: "Name",
  roles: "Roles",
  role: "Role",
  addRole: "Add a role",
  takeAway: (role) => `Take away the role ${role}`,
  makeLink: "Invite",
  linkFor: (email, until) => `Link for ${email}, good once, until ${until}`,
  find: "Find a user",
  none: "Nobody has an account yet.",
  nobody: "Nobody by that name.",
  you: "you",
  signedIn: (moment) => `signed in ${moment}`,
  invited: (moment) => `invited, link good until ${moment}`,
  never: "never signed in, no link pending",
  newLink: "Make another invitation link",
  resetLink: "Link for a forgotten password",
  remove: "Remove",
  removeWarning:
    "Their sessions and tokens end. In the history, a number stands in place of their name.",
  grantsWarning: "What acts under a role taken away ends at once.",
  keepGrants: "Save the roles",
};
