require 'base64'
require_relative 'user_data'

module Muster
  # What a machine is given when it is made: its addresses, its copy of user-data, and on the first machine the discovery
  # service.
  class Provision
    PORT = 8087

    # @param secret lets the machines ask the first one for their token
    def initialize(settings, provider, secret)
      @settings = settings
      @provider = provider
      @secret = secret
    end

    # Where the machines find each other; its token is filled in there.
    def discovery
      "http://#{first}:#{PORT}/#{UserData::TOKEN}"
    end

    def user_data(text)
      @settings.discovery == 'own' ? UserData.new(text).with_discovery(discovery) : text
    end

    # The script that the machine runs.
    def script(number, text)
      <<~SCRIPT
        #!/bin/bash
        address=#{@settings.address(number, @provider)}
        first=#{first}
        port=#{PORT}
        size=#{@settings.machines}
        secret=#{@secret}
        user_data=#{Base64.strict_encode64(user_data(text))}
        #{File.read(File.expand_path('../provision.sh', __dir__))}
      SCRIPT
    end

    private

    def first
      @settings.address(1, @provider)
    end
  end
end
