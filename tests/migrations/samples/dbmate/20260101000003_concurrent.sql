-- migrate:up transaction:false
create index concurrently crlf_id on crlf (id);

-- migrate:down transaction:false
drop index concurrently crlf_id;
