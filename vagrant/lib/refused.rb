module Muster
  # What cannot be done as asked, in words for the user: the value, and the remedy.
  class Refused < StandardError
  end
end
