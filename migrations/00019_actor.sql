-- +goose Up

-- Under what someone's changes stand in the history, by the name they are told by:
-- the way back of actor_name, null where nobody is told so. Asked once a query, it
-- lets the index on the actor find them; actor_name would be asked of every line.
CREATE FUNCTION actor_of(told text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
    RETURN CASE WHEN actor_name(told) = told
        THEN coalesce((SELECT 'user:' || a.id FROM account a WHERE a.email = told), told) END;

-- +goose Down
DROP FUNCTION actor_of;
