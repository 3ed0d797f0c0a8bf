-- Core layer, beliefs: which claims make which event, what was believed of it when, and the stories. Append-only,
-- except core.event_chronicle, which is a pure function of the claims and is replaced per event.
-- A versioned table (decided_at, seq) gets a new row when the content of its key changes; the highest seq is current.

CREATE TABLE core.assignments ( -- one row per claim and change of its event; key claim_id, versioned
    claim_id VARCHAR NOT NULL, -- claim
    event_id VARCHAR, -- event as named then; null = waits for one
    story_id VARCHAR, -- story; null = that of the event
    is_removed BOOLEAN, -- true when the claim was taken out of every event
    decided_at TIMESTAMPTZ NOT NULL, -- when decided, UTC
    seq BIGINT NOT NULL -- order of loading
);

CREATE TABLE core.event_aliases ( -- one row per renamed or merged event and change of its target; key old_id, versioned, kept flat
    old_id VARCHAR NOT NULL, -- event id of former times
    new_id VARCHAR, -- event id of today; equal to old_id = the merge was undone
    is_removed BOOLEAN, -- true when the merge was undone
    decided_at TIMESTAMPTZ NOT NULL, -- when decided, UTC
    seq BIGINT NOT NULL -- order of loading
);

CREATE TABLE core.events ( -- one row per event and change of its state; key event_id, versioned
    event_id VARCHAR NOT NULL, -- event
    story_id VARCHAR, -- story; null = none
    part_of VARCHAR, -- event of which this is a part; null = none
    type VARCHAR, -- event type of the guide
    actors VARCHAR[], -- who acts, canonical names
    recipients VARCHAR[], -- to whom, canonical names
    place VARCHAR, -- where, canonical name; null = not known
    status VARCHAR, -- status believed
    date_status VARCHAR, -- fixed, approximate, unset, none
    t_start DATE, -- first day; null = unknown
    t_end DATE, -- day after the last; null = unknown
    first_claimed_at TIMESTAMPTZ, -- publication of the first claim, UTC
    last_claimed_at TIMESTAMPTZ, -- publication of the last claim, UTC
    n_claims INTEGER, -- claims at that time
    n_outlets INTEGER, -- outlets at that time
    n_independent_sources INTEGER, -- independent origins at that time
    langs VARCHAR[], -- languages at that time
    is_removed BOOLEAN, -- true when the event was given up (all its claims withdrawn or moved)
    decided_at TIMESTAMPTZ NOT NULL, -- when decided, UTC
    seq BIGINT NOT NULL -- order of loading
);

CREATE TABLE core.event_history ( -- one row per change of belief about an event, in the order seen; key history_id
    history_id VARCHAR NOT NULL, -- hash of the row's content
    event_id VARCHAR NOT NULL, -- event as named then
    observed_at TIMESTAMPTZ NOT NULL, -- when the change was seen, UTC
    status VARCHAR, -- status believed from then on
    date_status VARCHAR, -- fixed, approximate, unset, none
    t_start DATE, -- first day; null = unknown
    t_end DATE, -- day after the last; null = unknown
    previous_status VARCHAR, -- before the change; null = first belief
    previous_t_start DATE, -- before the change; null = unknown
    previous_t_end DATE, -- before the change; null = unknown
    source VARCHAR, -- who is cited; null = the article itself
    source_rank INTEGER, -- rank of the source in the lifecycle's table
    article_id VARCHAR, -- article that brought the change
    url VARCHAR, -- its URL
    claim_ids VARCHAR[], -- claims behind the change
    n_independent_sources INTEGER, -- independent origins behind the state
    outlet VARCHAR, -- outlet that brought the change
    note VARCHAR, -- remark of the lifecycle; empty = none
    rule_id VARCHAR, -- lifecycle rule that decided
    seq BIGINT NOT NULL -- order inside one observed_at
);

CREATE TABLE core.event_chronicle ( -- one row per change of belief about an event, by publication time; replaced per event
    history_id VARCHAR NOT NULL, -- hash of the row's content
    event_id VARCHAR NOT NULL, -- event
    observed_at TIMESTAMPTZ NOT NULL, -- when the change was published, UTC
    status VARCHAR, -- status believed from then on
    date_status VARCHAR, -- fixed, approximate, unset, none
    t_start DATE, -- first day; null = unknown
    t_end DATE, -- day after the last; null = unknown
    previous_status VARCHAR, -- before the change; null = first belief
    previous_t_start DATE, -- before the change; null = unknown
    previous_t_end DATE, -- before the change; null = unknown
    source VARCHAR, -- who is cited; null = the article itself
    source_rank INTEGER, -- rank of the source in the lifecycle's table
    article_id VARCHAR, -- article that brought the change
    url VARCHAR, -- its URL
    claim_ids VARCHAR[], -- claims behind the change
    n_independent_sources INTEGER, -- independent origins behind the state
    outlet VARCHAR, -- outlet that brought the change
    note VARCHAR, -- remark of the lifecycle; empty = none
    rule_id VARCHAR, -- lifecycle rule that decided
    seq BIGINT NOT NULL -- order inside one observed_at
);

CREATE TABLE core.contradictions ( -- one row per contradiction and change of its state; key event_id, property, claim_id, other_claim_id, versioned
    event_id VARCHAR NOT NULL, -- event as named then
    property VARCHAR NOT NULL, -- status, dates, place, …
    claim_id VARCHAR NOT NULL, -- one claim
    other_claim_id VARCHAR NOT NULL, -- the claim that contradicts it
    first_seen_at TIMESTAMPTZ, -- when both had been seen, UTC
    resolved_at TIMESTAMPTZ, -- when it was settled, UTC; null = open
    resolution VARCHAR, -- how it was settled; empty = open
    is_removed BOOLEAN, -- true when it was withdrawn with a claim
    decided_at TIMESTAMPTZ NOT NULL, -- when decided, UTC
    seq BIGINT NOT NULL -- order of loading
);

CREATE TABLE core.stories ( -- one row per story and change of its state; key story_id, versioned
    story_id VARCHAR NOT NULL, -- story
    watch VARCHAR, -- watch that defines it; null = discovered
    title VARCHAR, -- title
    first_seen_at TIMESTAMPTZ, -- first article, UTC
    last_seen_at TIMESTAMPTZ, -- last article, UTC
    n_articles INTEGER, -- articles at that time
    n_outlets INTEGER, -- outlets at that time
    langs VARCHAR[], -- languages at that time
    is_removed BOOLEAN, -- true when it was merged away
    decided_at TIMESTAMPTZ NOT NULL, -- when decided, UTC
    seq BIGINT NOT NULL -- order of loading
);

CREATE TABLE core.story_articles ( -- one row per membership of an article in a story and change of it; key story_id, article_id, versioned
    story_id VARCHAR NOT NULL, -- story
    article_id VARCHAR NOT NULL, -- article
    score DOUBLE, -- strength of the membership, 0 to 1
    method VARCHAR, -- watch, cluster, event, judgement
    is_removed BOOLEAN, -- true when the article left the story
    decided_at TIMESTAMPTZ NOT NULL, -- when decided, UTC
    seq BIGINT NOT NULL -- order of loading
);

CREATE TABLE core.judgements ( -- one row per decision recorded by a person or by the resolver; key judgement_id
    judgement_id VARCHAR NOT NULL, -- judgement
    judged_at TIMESTAMPTZ, -- when, UTC
    kind VARCHAR, -- merge, split, attach, detach, undo, …
    subjects VARCHAR[], -- ids judged about, in order
    judge VARCHAR, -- who decided: a person's name or "resolver"
    reason VARCHAR, -- why
    payload VARCHAR, -- further facts, a JSON object
    undoes VARCHAR -- judgement_id that it takes back; null = none
);

CREATE TABLE core.alerts ( -- one row per alert to be delivered; key alert_id
    alert_id VARCHAR NOT NULL, -- alert
    created_at TIMESTAMPTZ, -- when, UTC
    kind VARCHAR, -- new_event, date_set, date_moved, status_changed, contradiction, window_passed, silence
    story_id VARCHAR, -- story; null = none
    event_id VARCHAR, -- event as named then; null = none
    title VARCHAR, -- one line
    body VARCHAR, -- text
    payload VARCHAR -- further facts, a JSON object
);

CREATE TABLE core.alert_attempts ( -- one row per attempt to deliver an alert; key alert_id, target, attempted_at
    alert_id VARCHAR NOT NULL, -- alert
    target VARCHAR NOT NULL, -- name of the receiver in the settings
    attempted_at TIMESTAMPTZ NOT NULL, -- when, UTC
    outcome VARCHAR, -- delivered, failed, given_up
    message VARCHAR -- what went wrong; empty = nothing
);

CREATE TABLE core.markers ( -- one row per named position and change of it (how far a consumer has read); key name, versioned
    name VARCHAR NOT NULL, -- consumer
    value VARCHAR, -- its position
    is_removed BOOLEAN, -- true when given up
    decided_at TIMESTAMPTZ NOT NULL, -- when, UTC
    seq BIGINT NOT NULL -- order of loading
);
