-- +goose Up

-- An instance that has an administrator keeps one, whatever removes accounts or
-- roles: a request, a verb, a statement by hand. Two that remove each other wait
-- here for one another, and the second is refused. The lock is that of LockAdmins.
-- +goose StatementBegin
CREATE FUNCTION keep_an_admin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM old_rows WHERE role = 'admin') THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('maillage admins', 0));
        IF NOT EXISTS (SELECT FROM account_grant WHERE role = 'admin') THEN
            RAISE integrity_constraint_violation
                USING MESSAGE = 'there would be no administrator any more', CONSTRAINT = 'last_admin';
        END IF;
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER last_admin_deleted AFTER DELETE ON account_grant REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_an_admin();
CREATE TRIGGER last_admin_changed AFTER UPDATE ON account_grant REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION keep_an_admin();

-- +goose Down
DROP TRIGGER last_admin_changed ON account_grant;
DROP TRIGGER last_admin_deleted ON account_grant;
DROP FUNCTION keep_an_admin;
