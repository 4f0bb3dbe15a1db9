-- What a list of notes asks: who it is, with the count of all notes, the pads and tags beside the page, the rows. Also run by
-- pgbench, for what PostgreSQL alone needs.
SELECT u.email, u.note_count, u.archive_count, u.trash_count FROM sessions AS s JOIN users AS u ON u.id = s.user_id
WHERE s.key_hash = :key AND s.user_id = :owner AND s.expires_at > now();
(SELECT id, name, note_count FROM pads WHERE owner_id = :owner AND trashed_at IS NULL ORDER BY name, id)
UNION ALL
(SELECT NULL, name, note_count FROM tags WHERE owner_id = :owner ORDER BY note_count DESC, name LIMIT 13);
SELECT id, name, excerpt, pad_id, updated_at FROM notes
WHERE owner_id = :owner AND trashed_at IS NULL AND archived_at IS NULL
ORDER BY updated_at DESC, id DESC LIMIT :rows;
