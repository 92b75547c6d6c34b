-- Which audiences a device may hold something of, as it said itself or was sent; gone when it is wiped.
CREATE TABLE possession (
    device   TEXT NOT NULL,
    audience TEXT NOT NULL,
    PRIMARY KEY (device, audience)
) WITHOUT ROWID;
