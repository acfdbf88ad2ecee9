DELETE FROM admirers;
