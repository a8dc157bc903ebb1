import type { access as french } from "../fr/access";
import type { Translated } from "../translated";

export const access: Translated<typeof french> = {
  signIn: "Sign in",
  signOut: "Sign out",
  account: "Account of",
  withProvider: (host) => `Sign in with ${host}`,
  or: "or",
  email: "E-mail",
  password: "Password",
  newPassword: "New password",
  choosePassword: "Choose a password",
  passwordHelp: "12 characters at least: a few words will do.",
  keepPassword: "Save",
  later: "Later",
  byLink: "This link signs you in, once.",
  byPassword: "Sign in with a password",
  forgotten: "Forgotten password? The instance’s administrator can send you a link.",
  roles: {
    contributor: "Keeps the data",
    sales: "Reads",
    bureau: "Bureau",
    admin: "Administration",
  },
  refusals: {
    wrong_credentials: "The e-mail or the password is wrong.",
    bad_link: "This link has been used or has expired: ask for another.",
    too_often: "Too many attempts: wait a little.",
    too_short: "12 characters at least.",
    too_long: "200 characters at most.",
    too_easy: "This password is too easily guessed.",
    wrong_password: "The current password is wrong.",
    user_exists: "Somebody has an account under this e-mail already.",
    last_admin: "There would be no administrator any more: make someone else one first.",
  },
};
